using System.Collections.Immutable;
using System.Data;
using Dapper;
using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>The books in SQL tables. Thread-safe.</summary>
internal sealed class SqlLedger : ILedger
{
    private readonly Database database;
    private readonly Statements sql;
    private readonly SetWork<LedgerAppend, AppendResult> append;

    public SqlLedger(Database database)
    {
        this.database = database;
        sql = database.Statements("Ledger");
        append = (connection, transaction, appends) => LedgerBatch.Execute(sql, connection, transaction, appends);
    }

    public Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default) =>
        database.Read((connection, snapshot) => ReadWallet(connection, snapshot, owner, operations), cancellation);

    public Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default) =>
        database.WriteTogether(new LedgerAppend(owner, before, operations, absent), append, cancellation);

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
        List<TransferRow, TransferView>("history", new { owner = owner.ToString(), before, limit }, row => row.ToView(), cancellation);

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
        List<OpenHoldRow, OpenHold>("open-holds", new { before = olderThan.ToUnixTimeMilliseconds(), limit }, row => row.ToHold(), cancellation);

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
        List<string, UserId>("due-owners", new { by = by.ToUnixTimeMilliseconds(), limit }, UserId.Parse, cancellation);

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) =>
        database.Write((connection, transaction) => { connection.Execute(sql["forget-owner"], new { owner = owner.ToString() }, transaction); }, cancellation);

    private LedgerReading ReadWallet(IDbConnection connection, IDbTransaction snapshot, UserId owner, IReadOnlyCollection<string> operations)
    {
        if (On("find-wallet").With("@owner", owner.ToString()).Query(HeadRow.Read) is not [var head])
        {
            return new LedgerReading(null, ImmutableDictionary<string, Operation>.Empty);
        }

        var lots = On("lots").With("@wallet", head.Wallet).Query(LotRow.Read).ToImmutableSortedDictionary(lot => lot.Id, lot => lot);
        var holds = HoldRow.ToHolds(On("holds").With("@wallet", head.Wallet).Query(HoldRow.Read));
        var ids = new RowSet(sql["recorded"], RowColumn.Text("@wallet"), RowColumn.Text("@id"));
        foreach (var id in operations)
        {
            ids.Add(head.Wallet, id);
        }

        var recorded = ids.Query(connection, snapshot, OperationRow.Read).GroupBy(row => row.Id).Select(rows => OperationRow.ToOperation([.. rows]))
            .ToDictionary(operation => operation.Id);
        foreach (var operation in recorded.Values.Where(operation => operation.Legs.Any(leg => !lots.ContainsKey(leg.Lot))))
        {
            var moved = On("lots-moved-by").With("@wallet", head.Wallet).With("@sequence", operation.Sequence).Query(LotRow.Read);
            lots = lots.SetItems(moved.Select(lot => KeyValuePair.Create(lot.Id, lot)));
        }

        var wallet = new Wallet(
            new WalletId(head.Wallet), new Asset(head.Asset), head.Sequence, [.. head.Chain], lots, holds.ToImmutableDictionary(hold => hold.Job));
        return new LedgerReading(wallet, recorded);

        Prepared On(string statement) => Prepared.On(connection, snapshot, sql[statement]);
    }

    private Task<IReadOnlyList<T>> List<TRow, T>(string statement, object arguments, Func<TRow, T> read, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<T>>(
            (connection, snapshot) => connection.Query<TRow>(sql[statement], arguments, snapshot).Select(read).ToArray(), cancellation);
}
