using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Wallets;

namespace Darkroom.Accounts;

/// <summary>What an erasure reaches beyond the account itself. Thread-safe.</summary>
internal sealed class AccountErasure(IForgetting forgetting, IJobList jobs, ILedger ledger, IGrainFactory grains)
{
    private const int Page = 100;

    /// <summary>
    /// Forgets what the person made: first the key that all their pictures hang on, then the bytes, then what the jobs
    /// still know (jobs under way are canceled, which gives their credits back), then whose wallet it was. Idempotent; throws when something is left.
    /// </summary>
    public async Task ForgetWhatTheyMade(UserId user)
    {
        await forgetting.ForgetEverything(user, CancellationToken.None);
        IReadOnlyList<JobView> page;
        JobId? before = null;
        do
        {
            page = await jobs.Read(user, before, Page, CancellationToken.None);
            foreach (var job in page.Where(job => !job.Forgotten))
            {
                await grains.GetGrain<IJobGrain>(GrainKeys.Job(job.Id)).Forget();
            }

            before = page.Count > 0 ? page[^1].Id : null;
        }
        while (page.Count == Page);

        // Every hold has ended with its job. The books stay whole under a name that nobody can lead back to the person.
        await ledger.ForgetOwner(user, CancellationToken.None);
    }
}
