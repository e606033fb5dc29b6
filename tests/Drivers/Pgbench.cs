using System.Globalization;

namespace Darkroom.Drivers;

/// <summary>PostgreSQL's own load generator against one of a server's databases.</summary>
public static class Pgbench
{
    /// <summary>Has so many clients run a script over and over, each on a connection of its own, with prepared statements.</summary>
    /// <param name="time">The connecting of the clients included, which is not measured.</param>
    /// <returns>How many milliseconds each transaction took, in no order, and how long it was from the first to the last.</returns>
    public static async Task<(IReadOnlyList<double> Milliseconds, TimeSpan Time)> Run(
        PostgresServer server, string database, string script, int clients, TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("darkroom-pgbench-");
        try
        {
            var file = Path.Combine(folder.FullName, "script.sql");
            await File.WriteAllTextAsync(file, script);
            await PostgresProcess.GiveAway(folder.FullName);
            await PostgresProcess.Run(
                "pgbench", "--no-vacuum", "--protocol", "prepared", "--client", Number(clients), "--jobs", Number(Environment.ProcessorCount),
                "--time", Number((int)time.TotalSeconds), "--file", file, "--log", "--log-prefix", Path.Combine(folder.FullName, "latency"),
                server.ConnectionInfo(database));

            // Client, number of its transaction, microseconds, script, and when it ended: seconds and microseconds.
            var lines = folder.EnumerateFiles("latency*").SelectMany(log => File.ReadLines(log.FullName))
                .Select(line => Array.ConvertAll(line.Split(' '), word => long.Parse(word, CultureInfo.InvariantCulture))).ToArray();
            var ends = lines.Select(line => (line[4] * 1_000_000) + line[5]).DefaultIfEmpty().ToArray();
            return (Array.ConvertAll(lines, line => line[2] / 1000.0), TimeSpan.FromMicroseconds(ends.Max() - ends.Min()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
