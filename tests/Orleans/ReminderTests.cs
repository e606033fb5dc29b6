using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class ReminderTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    [Trait(Semantics.Trait, Semantics.RemindersLast)]
    public async Task A_reminder_ticks_and_activates_its_grain()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IReminderGrain>("rem-1");
        await grain.Remind("wake", TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        await grain.Leave();

        await silo.Journal.WaitFor("activated rem-1", 2);
        await silo.Journal.WaitFor("rem-1 wake", 2);
        silo.Journal.Count("activated rem-1").ShouldBe(2);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.RemindersLast)]
    public async Task Reminders_survive_a_restart_and_fire_on_a_new_activation()
    {
        await using (var silo = await TestSilo.StartAsync(_database))
        {
            await silo.Grains.GetGrain<IReminderGrain>("rem-2").Remind("later", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200));
        }

        _database.Count("OrleansRemindersTable").ShouldBe(1);
        await using var again = await TestSilo.StartAsync(_database);
        await again.Journal.WaitFor("rem-2 later");
        again.Journal.Entries[0].ShouldBe("activated rem-2");
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.RemindersLate)]
    public async Task Ticks_missed_during_an_outage_are_not_replayed()
    {
        await using (var silo = await TestSilo.StartAsync(_database))
        {
            await silo.Grains.GetGrain<IReminderGrain>("rem-3").Remind("often", TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(300));
        }

        // As if it had been due for the first time an hour ago: thousands of ticks are missed.
        _database.Execute("UPDATE OrleansRemindersTable SET StartTime = datetime('now', '-1 hour')");
        await using var again = await TestSilo.StartAsync(_database);
        await again.Journal.WaitFor("rem-3 often", 2);
        again.Journal.Count("rem-3 often").ShouldBeLessThan(10);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.RemindersLate)]
    public async Task A_reminder_that_was_due_during_an_outage_ticks_late_and_keeps_its_schedule()
    {
        await using (var silo = await TestSilo.StartAsync(_database))
        {
            await silo.Grains.GetGrain<IReminderGrain>("rem-7").Remind("once", TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(300));
        }

        _database.Execute("UPDATE OrleansRemindersTable SET StartTime = '2020-02-03 04:05:06'");
        await using var again = await TestSilo.StartAsync(_database);
        await again.Journal.WaitFor("rem-7 once");
        again.Journal.Entries.ShouldContain("rem-7 once, first due 2020-02-03 04:05:06");
    }

    [Fact]
    public async Task A_reminder_that_was_unregistered_is_gone()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IReminderGrain>("rem-4");
        await grain.Remind("one", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await grain.Remind("two", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        (await grain.Names()).ShouldBe(["one", "two"], ignoreOrder: true);

        await grain.Forget("one");

        (await grain.Names()).ShouldBe(["two"]);
        _database.Count("OrleansRemindersTable").ShouldBe(1);
    }

    [Fact]
    public async Task Registering_again_replaces_a_reminder()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IReminderGrain>("rem-5");
        await grain.Remind("same", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await grain.Remind("same", TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1));
        await silo.Journal.WaitFor("rem-5 same");
        _database.Count("OrleansRemindersTable").ShouldBe(1);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.RemindersApart)]
    public async Task A_period_below_the_minimum_is_refused()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var grain = silo.Grains.GetGrain<IReminderGrain>("rem-6");
        await Should.ThrowAsync<ArgumentException>(() => grain.Remind("fast", TimeSpan.Zero, TimeSpan.FromMilliseconds(10)));
        _database.Count("OrleansRemindersTable").ShouldBe(0);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.RemindersApart)]
    public async Task The_minimum_is_a_minute_unless_configured()
    {
        await using var silo = await TestSilo.StartAsync(_database, builder =>
            builder.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = new ReminderOptions().MinimumReminderPeriod));
        var grain = silo.Grains.GetGrain<IReminderGrain>("rem-8");
        await Should.ThrowAsync<ArgumentException>(() => grain.Remind("fast", TimeSpan.Zero, TimeSpan.FromSeconds(59)));
        await grain.Remind("slow", TimeSpan.Zero, TimeSpan.FromMinutes(1));
        (await grain.Names()).ShouldBe(["slow"]);
    }
}

public interface IReminderGrain : IGrainWithStringKey
{
    Task Remind(string name, TimeSpan due, TimeSpan period);

    Task Forget(string name);

    Task<List<string>> Names();

    Task Leave();
}

internal sealed class ReminderGrain(Journal journal) : Grain, IReminderGrain, IRemindable
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"activated {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public Task Remind(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<List<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Add(FormattableString.Invariant($"{this.GetPrimaryKeyString()} {reminderName}, first due {status.FirstTickTime:yyyy-MM-dd HH:mm:ss}"));
        journal.Add($"{this.GetPrimaryKeyString()} {reminderName}");
        return Task.CompletedTask;
    }
}
