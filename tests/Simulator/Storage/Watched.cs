using System.Runtime.CompilerServices;
using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Simulation.Checks;
using Darkroom.Vault;
using Darkroom.Wallets;

namespace Darkroom.Simulation.Storage;

/// <summary>Notes every effect on the books, in the step that has it, and asks the invariants.</summary>
internal sealed class WatchedLedger(ILedger books, Ground ground, Invariants invariants) : ILedger
{
    public Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default) =>
        books.Read(owner, operations, cancellation);

    public async Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default)
    {
        if (await books.Append(owner, before, operations, absent, cancellation) == AppendResult.Stale)
        {
            return AppendResult.Stale;
        }

        var book = ground.Book(owner);
        if (before.Sequence == 0 && book.Operations.Count > 0)
        {
            // A new wallet after an erasure: the old one is in the books under a name that leads to nobody.
            ground.Books[owner] = book = new Book();
        }

        book.Chain = book.Chain.IsDefault ? LedgerChain.Start(before.Id, before.Asset) : book.Chain;
        foreach (var operation in operations)
        {
            Note(book, operation);
            invariants.OnAppended(owner, book, operation);
            Settle(operation);
        }

        invariants.OnWallet(owner, book, (await books.Read(owner, [], cancellation)).Wallet!);
        return AppendResult.Appended;
    }

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
        books.Transfers(owner, before, limit, cancellation);

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
        books.OpenHolds(olderThan, limit, cancellation);

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
        books.OwnersWithDueLots(by, limit, cancellation);

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) => books.ForgetOwner(owner, cancellation);

    private static void Note(Book book, Operation operation)
    {
        book.Operations.Add(operation);
        book.Chain = LedgerChain.Next(book.Chain, operation);
        foreach (var leg in operation.Legs)
        {
            book.Balances[(leg.Source, leg.Lot)] = book.Balances.GetValueOrDefault((leg.Source, leg.Lot)) - leg.Amount;
            book.Balances[(leg.Target, leg.Lot)] = book.Balances.GetValueOrDefault((leg.Target, leg.Lot)) + leg.Amount;
        }
    }

    private void Settle(Operation operation)
    {
        if (operation.Kind is OperationKind.Hold)
        {
            ground.Job(OperationIds.Job(operation.Id)).Hold = operation;
        }
        else if (operation.Kind is OperationKind.Capture or OperationKind.Release)
        {
            ground.Job(OperationIds.Job(operation.Id)).End = operation;
        }
    }
}

/// <summary>Notes every effect on the retention rows.</summary>
internal sealed class WatchedRows(IRetentionRows rows, Ground ground, Invariants invariants) : IRetentionRows
{
    public async Task<bool> Register(RetainedPicture picture, CancellationToken cancellation)
    {
        var kept = await rows.Register(picture, cancellation);
        await Follow([picture.Picture], cancellation);
        return kept;
    }

    public async Task<IReadOnlyList<PictureRef>> ClaimDue(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation)
    {
        var claimed = await rows.ClaimDue(pictures, now, cancellation);
        await Follow(pictures, cancellation);
        return claimed;
    }

    public async Task Claim(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset now, CancellationToken cancellation)
    {
        await rows.Claim(pictures, now, cancellation);
        await Follow(pictures, cancellation);
    }

    public async Task BringForward(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation)
    {
        await rows.BringForward(pictures, at, cancellation);
        await Follow(pictures, cancellation);
    }

    public async Task MarkForgotten(IReadOnlyCollection<PictureRef> pictures, DateTimeOffset at, CancellationToken cancellation)
    {
        await rows.MarkForgotten(pictures, at, cancellation);
        await Follow(pictures, cancellation);
    }

    public Task<IReadOnlyList<RetentionRow>> Read(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation) => rows.Read(pictures, cancellation);

    public Task<IReadOnlyList<RetainedPicture>> Due(int shard, DateTimeOffset now, RetainedPicture? after, int limit, CancellationToken cancellation) =>
        rows.Due(shard, now, after, limit, cancellation);

    public Task<IReadOnlyList<RetainedPicture>> HeldBy(UserId owner, int limit, CancellationToken cancellation) => rows.HeldBy(owner, limit, cancellation);

    public Task<IReadOnlySet<ObjectName>> Held(IReadOnlyCollection<ObjectName> names, CancellationToken cancellation) => rows.Held(names, cancellation);

    public Task<int> RemoveTombstones(BrandId brand, DateTimeOffset before, int limit, CancellationToken cancellation) =>
        rows.RemoveTombstones(brand, before, limit, cancellation);

    public Task<(long Count, DateTimeOffset? Since)> Overdue(DateTimeOffset now, CancellationToken cancellation) => rows.Overdue(now, cancellation);

    public Task<IReadOnlyList<RetentionLine>> Overview(CancellationToken cancellation) => rows.Overview(cancellation);

    private async Task Follow(IReadOnlyCollection<PictureRef> pictures, CancellationToken cancellation)
    {
        foreach (var row in await rows.Read(pictures, cancellation))
        {
            var trace = ground.Picture(row.Picture.Picture);
            trace.Row = row.Picture;
            if (row.ForgottenAt is not null && !trace.IsMarked)
            {
                trace.IsMarked = true;
                invariants.OnMarked(trace);
            }
        }
    }
}

/// <summary>Notes every effect on the keys.</summary>
internal sealed class WatchedKeys(IKeyStore keys, Ground ground, Invariants invariants, Func<DateTimeOffset> now) : IKeyStore
{
    public Task<byte[]?> GetOrAddUserKey(UserId user, Func<byte[]> fresh) => keys.GetOrAddUserKey(user, fresh);

    public async Task<byte[]?> GetOrAddObjectKey(UserId user, ObjectName name, byte[] wrapped)
    {
        var kept = await keys.GetOrAddObjectKey(user, name, wrapped);
        var trace = ground.Picture(name);
        if (kept is not null && !trace.HasKey)
        {
            (trace.HasKey, trace.Since) = (true, trace.HasBytes ? trace.Since : now());
            invariants.OnKept(trace, "key");
        }

        return kept;
    }

    public Task<WrappedKeys?> Find(UserId user, ObjectName name) => keys.Find(user, name);

    public async Task DestroyObjectKey(UserId user, ObjectName name)
    {
        await keys.DestroyObjectKey(user, name);
        Destroyed(ground.Picture(name));
    }

    public async Task DestroyObjectKeys(IReadOnlyCollection<ObjectName> names)
    {
        await keys.DestroyObjectKeys(names);
        foreach (var name in names)
        {
            Destroyed(ground.Picture(name));
        }
    }

    public async Task DestroyUser(UserId user)
    {
        await keys.DestroyUser(user);
        foreach (var trace in ground.Pictures.Values.Where(trace => trace.Picture?.Owner == user))
        {
            Destroyed(trace);
        }
    }

    public Task<IReadOnlyList<ObjectName>> ListObjectKeys(int part, DateTimeOffset before, ObjectName? after, int limit) =>
        keys.ListObjectKeys(part, before, after, limit);

    public Task<int> RemoveTombstones(DateTimeOffset before, int limit) => keys.RemoveTombstones(before, limit);

    private static void Destroyed(Trace trace) => (trace.HasKey, trace.KeyIsDestroyed) = (false, true);
}

/// <summary>Notes every effect on the bytes.</summary>
internal sealed class WatchedObjects(IObjectStore objects, Ground ground, Invariants invariants, Func<DateTimeOffset> now) : IObjectStore
{
    public async Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        await objects.Create(name, write, cancellation);
        var trace = ground.Picture(name);
        (trace.HasBytes, trace.Since) = (true, trace.HasKey ? trace.Since : now());
        invariants.OnKept(trace, "byte");
    }

    public Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation) => objects.Open(name, cancellation);

    public async Task Delete(ObjectName name, CancellationToken cancellation)
    {
        await objects.Delete(name, cancellation);
        ground.Picture(name).HasBytes = false;
    }

    public async IAsyncEnumerable<ObjectEntry> List(int part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in objects.List(part, cancellation))
        {
            yield return entry;
        }
    }
}
