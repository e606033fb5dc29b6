using Darkroom.Brands;
using Darkroom.Mail;
using Orleans.Runtime;

namespace Darkroom.Accounts;

/// <inheritdoc cref="IMailboxGrain"/>
internal sealed class MailboxGrain(
    [PersistentState("mailbox", StateSaving.Storage)] IPersistentState<Mailbox> storage,
    IBrands brands, AccountLetters letters, MailPost post, TimeProvider time, RandomSource random) : Grain, IMailboxGrain, IRemindable
{
    private const string TidyUp = "tidy-up";
    private static readonly TimeSpan TidyEvery = TimeSpan.FromHours(1);
    private BrandId brandId;
    private string index = "";
    private bool tidyIsDue;

    /// <summary>As enforced now: its file can change while the grain is active.</summary>
    private BrandPolicy Brand => brands[brandId];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()).Split('/');
        (brandId, index) = (new BrandId(key[0]), key[1]);
        return Task.CompletedTask;
    }

    public async Task Ask(MailboxAsk ask)
    {
        await FinishJoining();
        if (storage.State.Ask(ask.SignUp, time.GetUtcNow(), random) is not var (next, letter))
        {
            return;
        }

        // Known or not, an address costs the same: one reminder, one write, one mail. The reminder comes first, so that
        // no fact of a person who never confirms outlives it.
        if (!tidyIsDue)
        {
            await this.RegisterOrUpdateReminder(TidyUp, TidyEvery, TidyEvery);
            tidyIsDue = true;
        }

        await this.Save(storage, next);
        await post.Post(letters.Write(letter, Brand, ask, index));
    }

    public Task<UserId?> TakeCode(string code) =>
        Take(storage.State.TakeCode(code, UserId.New(Brand.Id, time, random), time.GetUtcNow()));

    public Task<UserId?> TakeLink(string secret) =>
        Take(storage.State.TakeLink(secret, UserId.New(Brand.Id, time, random), time.GetUtcNow()));

    public async Task Forget(UserId user)
    {
        if (storage.State.User != user)
        {
            return;
        }

        if (await this.GetReminder(TidyUp) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        await this.Remove(storage);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await FinishJoining();
        var (now, tidy) = (time.GetUtcNow(), storage.State.Tidy(time.GetUtcNow()));
        if (tidy.IsEmpty(now))
        {
            await this.Remove(storage);
        }
        else if (tidy.Challenges.Count < storage.State.Challenges.Count)
        {
            await this.Save(storage, tidy);
        }

        // An account's mailbox keeps no more than the budget, which says nothing of the person; an unknown one goes whole.
        var nothingLeft = tidy.IsEmpty(now) || (tidy.User is not null && tidy.Challenges.Count == 0);
        if (nothingLeft && await this.GetReminder(TidyUp) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
            tidyIsDue = false;
        }
    }

    private async Task<UserId?> Take((Mailbox Next, UserId? User) tried)
    {
        // Used up (or counted as wrong) before anybody learns the outcome: a crash can cost a code, never use one twice.
        if (tried.Next != storage.State)
        {
            await this.Save(storage, tried.Next);
        }

        await FinishJoining();
        return tried.User;
    }

    /// <summary>The account is made from what was confirmed; when a crash came between, the next call makes it.</summary>
    private async Task FinishJoining()
    {
        if (storage.State is { Joining: { } membership, User: { } user })
        {
            await GrainFactory.GetGrain<IUserGrain>(GrainKeys.User(user)).Join(membership);
            await this.Save(storage, storage.State with { Joining = null });
        }
    }
}
