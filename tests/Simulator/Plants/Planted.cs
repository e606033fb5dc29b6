using System.Security.Cryptography;
using Darkroom.Jobs;
using Darkroom.Vault;
using Darkroom.Wallets;
using Orleans;

namespace Darkroom.Simulation.Plants;

/// <summary>Puts the planted bugs where they belong; with none, hands everything through.</summary>
internal static class Planted
{
    public static ILedger Ledger(Plant plant, ILedger ledger) =>
        plant == Plant.ReleaseIsNotIdempotent ? new ForgetfulLedger(ledger) : ledger;

    public static IPictureVault Vault(Plant plant, IPictureVault vault) => plant switch
    {
        Plant.CaptureBeforeResultIsDurable => new HastyVault(vault, hasteToStore: true),
        Plant.DeletionAndReceiptOutOfOrder => new HastyVault(vault, hasteToStore: false),
        _ => vault,
    };
}

/// <summary>Answers before the work is done.</summary>
internal sealed class HastyVault(IPictureVault vault, bool hasteToStore) : IPictureVault
{
    public async Task<StoredPicture> Put(PictureRef picture, Stream content, CancellationToken cancellation)
    {
        if (!hasteToStore)
        {
            return await vault.Put(picture, content, cancellation);
        }

        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        _ = vault.Put(picture, new MemoryStream(bytes.ToArray()), CancellationToken.None);
        return new StoredPicture(bytes.Length, SHA256.HashData(bytes.ToArray()));
    }

    public Task<PictureStream?> Open(PictureRef picture, CancellationToken cancellation) => vault.Open(picture, cancellation);

    public Task Forget(PictureRef picture, CancellationToken cancellation)
    {
        var forgetting = vault.Forget(picture, cancellation);
        return hasteToStore ? forgetting : Task.CompletedTask;
    }
}

/// <summary>Takes every report for one of the worker that has the lease.</summary>
internal sealed class WithoutEpoch(IJobStore jobs) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IJobGrain.Complete)
            && await jobs.Read(JobId.Parse(GrainKeys.WithoutPrefix(context.TargetId.Key.ToString()))) is { } job)
        {
            context.Request.SetArgument(0, job.Epoch);
        }

        await context.Invoke();
    }
}

/// <summary>Does not look at what is recorded when a hold is released: the hold is still there, as far as it knows.</summary>
internal sealed class ForgetfulLedger(ILedger ledger) : ILedger
{
    private readonly Dictionary<string, Hold> ended = [];

    public async Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default)
    {
        var reading = await ledger.Read(owner, operations, cancellation);
        var released = reading.Recorded.Values.FirstOrDefault(entry => entry.Kind == OperationKind.Release && ended.ContainsKey(entry.Id));
        if (released is null || reading.Wallet is not { } wallet)
        {
            return reading;
        }

        var hold = ended[released.Id];
        var lots = wallet.Lots;
        foreach (var part in hold.Parts)
        {
            if (lots.TryGetValue(part.Lot, out var lot))
            {
                lots = lots.SetItem(part.Lot, lot with { Held = lot.Held + part.Amount });
            }
        }

        return new LedgerReading(
            wallet with { Lots = lots, Holds = wallet.Holds.SetItem(hold.Job, hold) },
            reading.Recorded.Where(entry => entry.Key != released.Id).ToDictionary(entry => entry.Key, entry => entry.Value));
    }

    public async Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default)
    {
        var result = await ledger.Append(owner, before, operations, [.. absent.Where(id => !ended.ContainsKey(id))], cancellation);
        foreach (var release in operations.Where(entry => entry.Kind == OperationKind.Release && result == AppendResult.Appended))
        {
            if (before.Holds.TryGetValue(OperationIds.Job(release.Id), out var hold))
            {
                ended[release.Id] = hold;
            }
        }

        return result;
    }

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
        ledger.Transfers(owner, before, limit, cancellation);

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
        ledger.OpenHolds(olderThan, limit, cancellation);

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
        ledger.OwnersWithDueLots(by, limit, cancellation);

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) => ledger.ForgetOwner(owner, cancellation);
}
