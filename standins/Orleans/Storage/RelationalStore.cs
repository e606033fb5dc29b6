using System.Data.Common;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// A relational database whose SQL stands in its table OrleansQuery, by key, as the AdoNet packages have it.
/// Thread-safe: every operation opens a connection of its own, from the provider's pool.
/// </summary>
internal sealed class RelationalStore
{
    private const string SqliteInvariant = "System.Data.SQLite";

    private readonly string? _connectionString;
    private readonly DbDataSource? _source;
    private readonly DbProviderFactory? _factory;
    private readonly bool _isSqlite;

    private Dictionary<string, string> _queries = [];

    public RelationalStore(string? invariant, string? connectionString, DbDataSource? source, string what)
    {
        if (source is null && (string.IsNullOrWhiteSpace(invariant) || string.IsNullOrWhiteSpace(connectionString)))
            throw new OrleansException($"{what}: set DataSource, or both Invariant and ConnectionString.");
        _source = source;
        _connectionString = connectionString;
        _isSqlite = invariant == SqliteInvariant || source?.GetType().Namespace?.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) == true;
        if (source is null) _factory = DbProviderFactories.GetFactory(invariant!);
    }

    /// <summary>Reads the queries. Keys that are not there fail here, and not at their first use.</summary>
    public async Task StartAsync(string[] keys, CancellationToken cancellationToken)
    {
        _queries = (await ReadAsync(
            "SELECT QueryKey, QueryText FROM OrleansQuery", static _ => { }, static row => (Key: row.GetString(0), Text: row.GetString(1)), cancellationToken))
            .ToDictionary(query => query.Key, query => query.Text);
        if (keys.FirstOrDefault(key => !_queries.ContainsKey(key)) is { } missing)
            throw new OrleansException($"The table OrleansQuery has no '{missing}': run the schema scripts on the database.");
    }

    public Task<List<TRow>> QueryAsync<TRow>(string key, Action<DbCommand> parameters, Func<DbDataReader, TRow> row, CancellationToken cancellationToken = default) =>
        ReadAsync(_queries[key], parameters, row, cancellationToken);

    public static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private async Task<List<TRow>> ReadAsync<TRow>(string text, Action<DbCommand> parameters, Func<DbDataReader, TRow> row, CancellationToken cancellationToken)
    {
        // SQLite's asynchronous methods block, so it does its work beside the turn that awaits it.
        return _isSqlite
            ? await Task.Run(() => ReadCoreAsync(text, parameters, row, cancellationToken), cancellationToken)
            : await ReadCoreAsync(text, parameters, row, cancellationToken);
    }

    private async Task<List<TRow>> ReadCoreAsync<TRow>(string text, Action<DbCommand> parameters, Func<DbDataReader, TRow> row, CancellationToken cancellationToken)
    {
        await using var connection = _source?.CreateConnection() ?? _factory!.CreateConnection()!;
        if (_source is null) connection.ConnectionString = _connectionString;
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the operator's: it stands in the database's own query table.
        command.CommandText = text;
#pragma warning restore CA2100
        parameters(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(row(reader));
        return rows;
    }
}
