using Darkroom.Storage.Tests.Linearizability;
using Darkroom.Testing;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>What many clients at once were told by the real ledger has an order in which it is all true.</summary>
public abstract class LinearizableLedgerTests(Engine engine) : IAsyncLifetime
{
    private const int Clients = 64;
    private readonly Books books = new(engine);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Theory]
    [InlineData(100, 20)]
    [InlineData(1, 8)]
    public async Task Sixty_four_clients_at_once_are_told_what_some_order_explains(int wallets, int callsEach)
    {
        var logs = await Work(books.Ledger, Clients, wallets, callsEach);
        logs.Values.Sum(log => log.Calls.Count).ShouldBe(Clients * callsEach);
        foreach (var (owner, log) in logs)
        {
            Linearization.Fault(log.Calls, CreditsInOrder.Empty, await OrderOf(owner, log)).ShouldBeNull();
        }

        await books.ShouldAddUp();
    }

    [Fact]
    public async Task A_ledger_that_answers_from_an_old_reading_is_seen()
    {
        // Few clients: that there is no order takes trying all of them.
        var (owner, log) = (await Work(new ForgetfulLedger(books.Ledger), clients: 2, wallets: 1, callsEach: 40)).Single();
        Linearization.Fault(log.Calls, CreditsInOrder.Empty, await OrderOf(owner, log)).ShouldNotBeNull().ShouldContain("then Read");
    }

    private async Task<Dictionary<UserId, CallLog<WalletCommand>>> Work(ILedger ledger, int clients, int wallets, int callsEach)
    {
        var owners = Enumerable.Range(0, wallets).Select(number => new UserId(Books.Brand, $"u{number}")).ToArray();
        var logs = owners.ToDictionary(owner => owner, _ => new CallLog<WalletCommand>());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            for (var call = 0; call < callsEach; call++)
            {
                var owner = owners[random.Next(wallets)];
                var command = Draw(random, jobs: wallets == 1 ? 100 : 6);
                await logs[owner].Note(command, () => Insist(() => Ask(books.Cashier(owner, ledger), command)));
            }
        })));
        return logs;
    }

    private static WalletCommand Draw(Random random, int jobs)
    {
        var job = Books.Job(random.Next(jobs));
        return random.Next(10) switch
        {
            0 or 1 => new WalletCommand.Grant(new CreditGrant($"gift-{random.Next(jobs)}", LotKind.Promotional, 5, null)),
            2 or 3 or 4 => new WalletCommand.Hold(job, 3),
            5 or 6 => new WalletCommand.Capture(job, 2),
            7 => new WalletCommand.Release(job),
            _ => new WalletCommand.Read(),
        };
    }

    private static async Task<string> Ask(Cashier cashier, WalletCommand command)
    {
        switch (command)
        {
            case WalletCommand.Grant(var grant):
                return WalletCommand.Word(await cashier.Grant(grant));
            case WalletCommand.Hold(var job, var amount):
                return WalletCommand.Word(await cashier.Hold(job, amount));
            case WalletCommand.Capture(var job, var amount):
                return WalletCommand.Word(await cashier.Capture(job, amount));
            case WalletCommand.Release(var job):
                return WalletCommand.Word(await cashier.Release(job));
            default:
                var view = await cashier.Read();
                return $"read {view.Available} {view.Held}";
        }
    }

    // A call that gave up because too many were faster is the same call when it comes again.
    private static async Task<string> Insist(Func<Task<string>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StorageUnavailableException)
            {
            }
        }
    }

    /// <summary>The order in the books, as a first guess for the search.</summary>
    private async Task<Func<WalletCommand, long>> OrderOf(UserId owner, CallLog<WalletCommand> log)
    {
        var ids = log.Calls.Select(call => IdOf(call.Command)).OfType<string>().Distinct().ToArray();
        var recorded = (await books.Ledger.Read(owner, ids)).Recorded;
        return command => IdOf(command) is { } id && recorded.TryGetValue(id, out var operation) ? operation.Sequence : long.MaxValue;
    }

    private static string? IdOf(WalletCommand command) => command switch
    {
        WalletCommand.Grant(var grant) => grant.OperationId,
        WalletCommand.Hold(var job, _) => OperationIds.Hold(job),
        WalletCommand.Capture(var job, _) => OperationIds.Settle(job),
        WalletCommand.Release(var job) => OperationIds.Settle(job),
        _ => null,
    };

    /// <summary>Shows a wallet as it was at some earlier reading, every now and then.</summary>
    private sealed class ForgetfulLedger(ILedger ledger) : ILedger
    {
        private LedgerReading? earlier;
        private int readings;

        public async Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default)
        {
            if (operations.Count == 0 && earlier is not null && Interlocked.Increment(ref readings) % 4 != 0)
            {
                return earlier;
            }

            var reading = await ledger.Read(owner, operations, cancellation);
            earlier = operations.Count == 0 ? reading : earlier;
            return reading;
        }

        public Task<AppendResult> Append(
            UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default) =>
            ledger.Append(owner, before, operations, absent, cancellation);

        public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
            ledger.Transfers(owner, before, limit, cancellation);

        public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
            ledger.OpenHolds(olderThan, limit, cancellation);

        public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
            ledger.OwnersWithDueLots(by, limit, cancellation);

        public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) => ledger.ForgetOwner(owner, cancellation);
    }
}

public sealed class LinearizableLedgerTestsOnSqlite() : LinearizableLedgerTests(Engine.Sqlite);

public sealed class LinearizableLedgerTestsOnPostgres() : LinearizableLedgerTests(Engine.Postgres);
