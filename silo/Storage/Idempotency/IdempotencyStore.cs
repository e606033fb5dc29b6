using Dapper;
using Darkroom.Idempotency;

namespace Darkroom.Storage.Idempotency;

/// <summary>The table of idempotency keys.</summary>
internal sealed class IdempotencyStore(Database database, TimeProvider time) : IIdempotencyRecords
{
    private const int SweepBatch = 500;

    private readonly Statements sql = database.Statements("Idempotency");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<IdempotencyClaim> Claim(
        IdempotencyKey key, string holder, string work, TimeSpan lease, CancellationToken cancellation) => database.Write<IdempotencyClaim>(
        (connection, transaction) =>
        {
            var now = Now;
            var values = new
            {
                key = key.Digest,
                owner = key.Owner.ToString(),
                work,
                holder,
                now,
                heldUntil = now + (long)lease.TotalMilliseconds,
                expiresAt = now + (long)IIdempotencyRecords.Retention.TotalMilliseconds,
            };
            connection.Execute(sql["remove-expired-key"], values, transaction);

            // Not found and not inserted: somebody else's came in between, and is there to be found now.
            Row? row;
            while ((row = connection.QuerySingleOrDefault<Row>(sql["find"], values, transaction)) is null)
            {
                if (connection.Execute(sql["insert"], values, transaction) == 1)
                    return new IdempotencyClaim.New();
            }

            var record = new IdempotencyRecord(row.Work, row.Fingerprint, row.Answer);
            if (row.Done)
                return new IdempotencyClaim.Done(record);

            // A caller that repeats its own claim because the answer was lost has it still.
            if (row.Holder == holder)
                return new IdempotencyClaim.Interrupted(record);
            return connection.Execute(sql["take-over"], values, transaction) == 1
                ? new IdempotencyClaim.Interrupted(record)
                : new IdempotencyClaim.Held(TimeSpan.FromMilliseconds(Math.Max(1, row.HeldUntil - now)));
        },
        cancellation);

    public Task<bool> Keep(IdempotencyKey key, string holder, TimeSpan lease, CancellationToken cancellation) =>
        Change("keep", new { key = key.Digest, holder, heldUntil = Now + (long)lease.TotalMilliseconds }, cancellation);

    public Task<bool> Restart(IdempotencyKey key, string holder, string work, CancellationToken cancellation) =>
        Change("restart", new { key = key.Digest, holder, work }, cancellation);

    public Task<bool> Describe(IdempotencyKey key, string holder, byte[] fingerprint, CancellationToken cancellation) =>
        Change("describe", new { key = key.Digest, holder, fingerprint }, cancellation);

    public Task<bool> Complete(IdempotencyKey key, string holder, byte[]? answer, CancellationToken cancellation) =>
        Change("complete", new { key = key.Digest, holder, answer }, cancellation);

    public Task Release(IdempotencyKey key, string holder, CancellationToken cancellation) =>
        Change("release", new { key = key.Digest, holder }, cancellation);

    /// <summary>Removes what is older than <see cref="IIdempotencyRecords.Retention"/>, a batch at a time.</summary>
    public async Task RemoveExpired(CancellationToken cancellation)
    {
        int removed;
        do
        {
            removed = await database.Write(
                (connection, transaction) => connection.Execute(sql["remove-expired"], new { now = Now, limit = SweepBatch }, transaction),
                cancellation);
        }
        while (removed == SweepBatch);
    }

    private Task<bool> Change(string statement, object values, CancellationToken cancellation) =>
        database.Write((connection, transaction) => connection.Execute(sql[statement], values, transaction) == 1, cancellation);

    private sealed class Row
    {
        public string Work { get; init; } = "";
        public string Holder { get; init; } = "";
        public long HeldUntil { get; init; }
        public byte[]? Fingerprint { get; init; }
        public bool Done { get; init; }
        public byte[]? Answer { get; init; }
    }
}
