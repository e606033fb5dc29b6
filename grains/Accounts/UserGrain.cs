using Darkroom.Brands;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Darkroom.Accounts;

/// <inheritdoc cref="IUserGrain"/>
internal sealed partial class UserGrain(
    [PersistentState("user", StateSaving.Storage)] IPersistentState<Account> storage,
    IBrands brands, TimeProvider time, RandomSource random, AccountErasure erasure, ILogger<UserGrain> logger)
    : Grain, IUserGrain, IRemindable
{
    private const string WelcomeOperation = "welcome";
    private UserId id;

    /// <summary>As enforced now: its file can change while the grain is active.</summary>
    private BrandPolicy Brand => brands[id.Brand];

    /// <summary>The account, unless it is not there (any more).</summary>
    private Account? Account => storage.RecordExists && storage.State.ErasureAskedAt is null ? storage.State : null;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()));
        return Task.CompletedTask;
    }

    public async Task Join(Membership membership)
    {
        if (!storage.RecordExists)
        {
            await this.Save(storage, Accounts.Account.Begin(membership, Brand.Credits.Welcome, time.GetUtcNow()));
        }

        await GiveWelcome();
    }

    public Task<AccountView?> Read() => Task.FromResult(Account?.View(id));

    public async Task<CorrectionResult> Correct(AccountCorrection correction)
    {
        if (Account is not { } account)
        {
            return new CorrectionResult.NoAccount();
        }

        var (next, refusal) = account.Correct(correction, Brand, time.GetUtcNow());
        if (refusal is not null)
        {
            return refusal;
        }

        await this.Save(storage, next);
        return new CorrectionResult.Corrected(next.View(id));
    }

    /// <summary>
    /// Pays what the welcome still owes. The account remembers the debt until the wallet has answered, and the wallet
    /// remembers the operation, so that a crash between the two neither loses nor doubles it. A wallet that is out of
    /// order keeps nobody out: the next sign-in pays.
    /// </summary>
    private async Task GiveWelcome()
    {
        if (Account is not { WelcomeOwed: > 0 } account)
        {
            return;
        }

        try
        {
            var granted = await GrainFactory.GetGrain<IWalletGrain>(GrainKeys.Wallet(id))
                .Grant(new CreditGrant(WelcomeOperation, LotKind.Promotional, account.WelcomeOwed, null));
            if (granted is GrantResult.Conflict conflict)
            {
                LogWelcomeConflict(logger, conflict.Reason);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogWelcomeOwed(logger, fault);
            return;
        }

        await this.Save(storage, account with { WelcomeOwed = 0 });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The welcome credits could not be granted now; the next sign-in tries again")]
    private static partial void LogWelcomeOwed(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The welcome credits were granted before with another amount: {Reason}")]
    private static partial void LogWelcomeConflict(ILogger logger, string reason);
}
