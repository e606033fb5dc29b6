using Darkroom.Jobs;
using Darkroom.Simulation.Cluster;
using Darkroom.Simulation.Storage;
using Darkroom.Simulation.Time;
using Darkroom.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Darkroom.Simulation.Load;

/// <summary>
/// Somebody who sends jobs through a gateway: repeats what was not answered, changes their mind, looks, downloads, cancels and has things forgotten.
/// Everything that was acknowledged is held against the cluster.
/// </summary>
internal sealed class Customer(World world, Stores stores, Rng draw, UserId id)
{
    private const int Tries = 3;
    private int grants;

    public UserId Id => id;

    public bool IsErased { get; set; }

    /// <summary>What this customer does through one gateway, as long as that lives and there are jobs to send.</summary>
    public void Come(Node gateway, Func<bool> goesOn) => gateway.Start(async () =>
    {
        var grains = gateway.Services.GetRequiredService<IGrainFactory>();
        while (goesOn() && !IsErased)
        {
            if (grants == 0 || draw.Chance(0.1))
            {
                await Grant(grains, gateway);
            }

            gateway.Start(() => OneJob(grains, gateway));
            await Task.Delay(draw.Between(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(20)), gateway.Time);
        }
    });

    private async Task Grant(IGrainFactory grains, Node gateway)
    {
        var expires = draw.Chance(0.5) ? world.Now + draw.Between(TimeSpan.FromMinutes(2), TimeSpan.FromDays(3)) : (DateTimeOffset?)null;
        var grant = new CreditGrant($"payment/{++grants}", draw.Chance(0.5) ? LotKind.Paid : LotKind.Promotional, 5 + draw.Next(20), expires);
        stores.Ground.Asked[(id, grant.OperationId)] = grant.Amount;
        if (await Try(() => grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(id)).Grant(grant), gateway) is GrantResult.Granted && !IsErased)
        {
            stores.Invariants.OnGranted(id, grant.OperationId);
            if (grant.Kind == LotKind.Paid && draw.Chance(0.4))
            {
                gateway.Start(() => ClawBack(grains, gateway, grant));
            }
        }
    }

    /// <summary>The provider refunds a payment or loses it to a dispute, now and then in two parts, and sometimes that is undone.</summary>
    private async Task ClawBack(IGrainFactory grains, Node gateway, CreditGrant grant)
    {
        var wallet = grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(id));
        foreach (var (part, amount) in draw.Chance(0.3) ? new[] { (1, 2L), (2, grant.Amount - 2) } : [(1, grant.Amount)])
        {
            await Task.Delay(draw.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), gateway.Time);
            var clawback = new CreditClawback(
                $"clawback/{part}/{grant.OperationId}", grant.OperationId, draw.Chance(0.5) ? ClawbackKind.Refund : ClawbackKind.Dispute, amount);
            stores.Ground.AskedBack[(id, clawback.OperationId)] = clawback;
            if (await Try(() => wallet.Claw(clawback), gateway) is not ClawbackResult.Reclaimed || IsErased)
            {
                return;
            }

            stores.Invariants.OnClawed(id, clawback.OperationId);
            if (draw.Chance(0.4) && await Try(() => wallet.Reinstate(clawback.OperationId), gateway) is ReinstateResult.Reinstated && !IsErased)
            {
                stores.Invariants.OnClawed(id, OperationIds.Reinstate(clawback.OperationId));
            }
        }
    }

    private async Task OneJob(IGrainFactory grains, Node gateway)
    {
        var job = JobId.New(id.Brand, gateway.Time, world.Ids);
        var grain = grains.GetGrain<IJobGrain>(GrainKeys.Job(job));
        var picture = PictureRef.New(id, gateway.Time, world.Ids);
        TimeSpan? keepFor = draw.Chance(0.2) ? draw.Between(TimeSpan.FromMinutes(2), TimeSpan.FromHours(5)) : null;
        var (tool, price) = draw.Chance(0.7) ? ("resize", 3) : ("remove-background", 4);
        var order = new OpenJob(id, tool, "{}", price, [picture], null, keepFor, job.Value);
        if (await Try(() => grain.Open(order), gateway) is not OpenResult.Opened || draw.Chance(0.02))
        {
            return;
        }

        if (await Try(() => Upload(gateway, picture), gateway, tries: 1) is not { } stored)
        {
            await Try(() => Abandon(grain), gateway);
            return;
        }

        // Some sizes come late in a file, and with them another price.
        var command = new SubmitJob([new ReceivedInput(picture, "image/jpeg", 10, 10, stored, null)], job.Value[^1] % 4 == 0 ? price + 1 : null);
        if (await Try(() => grain.Submit(command), gateway) is SubmitResult.Queued)
        {
            stores.Invariants.OnQueued(stores.Ground.Job(job));
            await Watch(grain, job, gateway);
        }
    }

    private async Task Watch(IJobGrain grain, JobId job, Node gateway)
    {
        var cancels = draw.Chance(0.15);
        if (cancels)
        {
            await Task.Delay(draw.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10)), gateway.Time);
            await Cancel(grain, job, gateway);
        }

        JobView? view = null;
        for (var looks = 0; looks < 8 && view is not { Status: not (JobStatus.Receiving or JobStatus.Queued or JobStatus.Running) }; looks++)
        {
            var version = view?.Version ?? 0;
            view = await Try(() => grain.WaitAfter(version, TimeSpan.FromSeconds(20)), gateway, tries: 1) ?? view;
        }

        if (draw.Chance(0.3) && view?.Status == JobStatus.Succeeded)
        {
            await Try(() => grain.Received(), gateway);
        }

        if (draw.Chance(0.3) && await Try(() => grain.Forget(), gateway) is { Forgotten: true })
        {
            stores.Invariants.OnForgotten(stores.Ground.Job(job));
        }
    }

    private async Task Cancel(IJobGrain grain, JobId job, Node gateway)
    {
        if (await Try(() => grain.Cancel(), gateway) is CancelResult.Canceled)
        {
            stores.Invariants.OnCanceled(stores.Ground.Job(job));
        }
    }

    private static async Task<string> Abandon(IJobGrain grain)
    {
        await grain.Abandon("The upload failed.");
        return "abandoned";
    }

    private static async Task<StoredPicture> Upload(Node gateway, PictureRef picture)
    {
        using var content = new MemoryStream("a picture"u8.ToArray());
        return await gateway.Services.GetRequiredService<IPictureVault>().Put(picture, content, CancellationToken.None);
    }

    /// <summary>As a client does: what was not answered is sent again, and given up after a while.</summary>
    private async Task<T?> Try<T>(Func<Task<T>> call, Node gateway, int tries = Tries)
        where T : class?
    {
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception fault) when (fault is not Checks.BrokenInvariant)
            {
                world.Note(gateway.Name, "is told", fault.GetType().Name, fault.Message);
                await Task.Delay(draw.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5)), gateway.Time);
            }
        }

        return null;
    }
}
