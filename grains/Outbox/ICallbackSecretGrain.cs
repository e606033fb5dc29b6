namespace Darkroom.Outbox;

/// <summary>Tells an account's owner the secret that call-backs are signed with; gateways do not hold the master key. Key: <see cref="GrainKeys.CallbackSecret"/>.</summary>
[Alias("darkroom.callback-secret")]
public interface ICallbackSecretGrain : IGrainWithStringKey
{
    /// <summary>See <see cref="CallbackSignature"/>.</summary>
    [Alias("read")]
    Task<string> Read();
}

internal sealed class CallbackSecretGrain(CallbackSecrets secrets) : Grain, ICallbackSecretGrain
{
    public Task<string> Read() => Task.FromResult(secrets.Of(UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()))));
}
