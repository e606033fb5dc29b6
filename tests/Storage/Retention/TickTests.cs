using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Darkroom.Drivers;
using Darkroom.Retention;
using Darkroom.Storage.Tests.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>What else happens when the reminders tick.</summary>
public abstract class TickTests(Engine engine) : IDisposable
{
    private readonly TestFolder folder = new(engine);
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Expired_records_of_every_capability_are_deleted_to_the_last_also_when_one_fails()
    {
        var full = new Records(1000);
        await using var silo = await RetentionSilo.Start(folder, time, services =>
            services.AddSingleton<IExpiredRecords>(new Broken()).AddSingleton<IExpiredRecords>(full));
        await Eventually.Is(() => Task.FromResult(full.Left), 0, nudge: () => time.Advance(TimeSpan.FromMinutes(1)));
        full.Asked.ShouldAllBe(batch => batch == RetentionOptions.Default.Batch);
    }

    [Fact]
    public async Task Lateness_is_a_metric()
    {
        await using var silo = await RetentionSilo.Start(folder, time);
        var own = silo.Services.GetRequiredService<IMeterFactory>();
        var values = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Other tests run silos in this process too, and a listener hears all of them.
                if (ReferenceEquals(instrument.Meter.Scope, own) && instrument.Name.StartsWith("retention_", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => values.AddOrUpdate(instrument.Name, value, (_, other) => Math.Max(value, other)));
        listener.Start();
        var picture = LocalVault.NewPicture();
        var rows = silo.Services.GetRequiredService<IRetentionRows>();

        // Due for an hour, and nobody has swept yet when the watch looks.
        await rows.Register(new(picture, JobId.New(picture.Owner.Brand, time, RandomSource.System), "input", "TST-01", time.GetUtcNow().AddHours(-1)), default);
        await Eventually.Is(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(values.GetValueOrDefault("retention_overdue"));
            },
            1, nudge: () => time.Advance(TimeSpan.FromSeconds(15)));
        values["retention_oldest_overdue_seconds"].ShouldBeGreaterThanOrEqualTo(3600);
    }

    private sealed class Records(int count) : IExpiredRecords
    {
        private int left = count;

        public ConcurrentQueue<int> Asked { get; } = new();

        public int Left => left;

        public string Name => "records of a test";

        public Task<int> DeleteExpired(DateTimeOffset now, int batch, CancellationToken cancellation)
        {
            Asked.Enqueue(batch);
            var some = Math.Min(batch, left);
            left -= some;
            return Task.FromResult(some);
        }
    }

    private sealed class Broken : IExpiredRecords
    {
        public string Name => "records that cannot be deleted";

        public Task<int> DeleteExpired(DateTimeOffset now, int batch, CancellationToken cancellation) => throw new IOException("the disk says no");
    }
}

public sealed class TickTestsOnSqlite() : TickTests(Engine.Sqlite);

public sealed class TickTestsOnPostgres() : TickTests(Engine.Postgres);
