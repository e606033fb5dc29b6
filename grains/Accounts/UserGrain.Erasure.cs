using Orleans.Runtime;

namespace Darkroom.Accounts;

/// <summary>The right to be forgotten.</summary>
internal sealed partial class UserGrain
{
    private const string EraseReminder = "erase";
    private static readonly TimeSpan EraseAgainAfter = TimeSpan.FromMinutes(5);

    [Clause("PIX-21")]
    public async Task<ErasureView?> Erase()
    {
        if (!storage.RecordExists)
        {
            return null;
        }

        var asked = storage.State.ErasureAskedAt ?? time.GetUtcNow();
        if (storage.State.ErasureAskedAt is null)
        {
            // The reminder comes first: once the wish is on record, nothing but the end of the erasure stops it.
            await this.RegisterOrUpdateReminder(EraseReminder, EraseAgainAfter, EraseAgainAfter);
            await this.Save(storage, storage.State with { ErasureAskedAt = asked });
        }

        var done = false;
        try
        {
            await FinishErasure();
            done = true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogErasureGoesOn(logger, fault);
        }

        return new ErasureView(asked, asked + Brand.Retention.Erasure.Longest, done);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (storage is { RecordExists: true, State.ErasureAskedAt: not null })
        {
            await FinishErasure();
        }
        else
        {
            await StopReminder();
        }
    }

    /// <summary>Every step may be repeated. The account's own state goes last, because it is what knows the rest.</summary>
    private async Task FinishErasure()
    {
        var account = storage.State;
        await RevokeSessions(account.Sessions);
        await Task.WhenAll(account.Keys.Select(entry => Key(entry).Revoke()));
        await erasure.ForgetWhatTheyMade(id);
        await GrainFactory.GetGrain<IMailboxGrain>(GrainKeys.Mailbox(id.Brand, account.Mailbox)).Forget(id);
        await this.Remove(storage);
        await StopReminder();
    }

    private async Task StopReminder()
    {
        if (await this.GetReminder(EraseReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    [Microsoft.Extensions.Logging.LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Error,
        Message = "An erasure did not finish at once; a reminder goes on with it")]
    private static partial void LogErasureGoesOn(Microsoft.Extensions.Logging.ILogger logger, Exception fault);
}
