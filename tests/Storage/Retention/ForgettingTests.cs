using Darkroom.Drivers;
using Darkroom.Retention;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>Forgetting in a silo, with real stores and a clock that stands.</summary>
public abstract class ForgettingTests(Engine engine) : IAsyncLifetime, IDisposable
{
    private readonly TestFolder folder = new(engine);
    private readonly ManualTime time = new();
    private RetentionSilo silo = null!;

    public async Task InitializeAsync() => silo = await RetentionSilo.Start(folder, time);

    public async Task DisposeAsync() => await silo.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Clause", "NAN-03")]
    [Trait("Clause", "IMG-01")]
    public async Task A_picture_stays_until_its_time_and_then_a_reminder_makes_it_go()
    {
        var early = await silo.Keep(time.GetUtcNow().AddMinutes(10));
        var late = await silo.Keep(time.GetUtcNow().AddHours(5));
        time.Advance(TimeSpan.FromMinutes(9));
        await silo.Sweep();
        (await silo.Read(early.Picture)).ShouldNotBeNull();

        time.Advance(TimeSpan.FromMinutes(3));
        await Eventually.Is(
            async () => (await silo.Status.Forgotten([early.Picture, late.Picture], default)).ContainsKey(early.Picture), true,
            nudge: () => time.Advance(TimeSpan.FromMinutes(1)));
        (await silo.Read(early.Picture)).ShouldBeNull();
        (await silo.Read(late.Picture)).ShouldNotBeNull();
        (await silo.ObjectCount()).ShouldBe(1);
        (await silo.KeyCount()).ShouldBe(1);
    }

    [Fact]
    public async Task What_came_due_while_nothing_ran_goes_at_the_next_start()
    {
        var picture = await silo.Keep(time.GetUtcNow().AddMinutes(10));
        await silo.DisposeAsync();
        time.Advance(TimeSpan.FromDays(3));
        silo = await RetentionSilo.Start(folder, time);

        await Eventually.Is(async () => (await silo.Status.Forgotten([picture.Picture], default)).Count, 1);
        (await silo.ObjectCount()).ShouldBe(0);
    }

    [Fact]
    public async Task Forgetting_now_is_done_when_it_answers_and_may_be_repeated_by_many()
    {
        var pictures = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => silo.Keep(time.GetUtcNow().AddHours(1))));
        PictureRef[] all = [.. pictures.Select(picture => picture.Picture)];
        await Task.WhenAll(silo.Forgetting.ForgetNow(all, default), silo.Forgetting.ForgetNow(all, default));
        await silo.Forgetting.ForgetNow(all, default);

        (await silo.ObjectCount()).ShouldBe(0);
        (await silo.KeyCount()).ShouldBe(0);
        (await silo.Status.Forgotten(all, default)).Values.ShouldAllBe(at => at == Whole(time.GetUtcNow()));
    }

    [Fact]
    public async Task A_date_is_brought_forward_and_never_back_and_a_tombstone_stays_one()
    {
        var picture = await silo.Keep(time.GetUtcNow().AddHours(5));
        await silo.Forgetting.BringForward([picture.Picture], time.GetUtcNow().AddMinutes(5), default);
        await silo.Forgetting.BringForward([picture.Picture], time.GetUtcNow().AddHours(2), default);
        time.Advance(TimeSpan.FromMinutes(7));
        await silo.Sweep();
        (await silo.Status.Forgotten([picture.Picture], default)).Count.ShouldBe(1);

        await silo.Forgetting.Register(picture with { ExpiresAt = time.GetUtcNow().AddDays(1) }, default);
        (await silo.Status.Forgotten([picture.Picture], default)).Count.ShouldBe(1);
        await Should.ThrowAsync<PictureForgottenException>(silo.Vault.Put(picture.Picture, new MemoryStream([1]), default));
    }

    [Fact]
    public async Task A_row_may_be_registered_anew_with_a_later_date_while_it_is_held()
    {
        var picture = await silo.Keep(time.GetUtcNow().AddMinutes(5));
        await silo.Forgetting.Register(picture with { ExpiresAt = time.GetUtcNow().AddHours(5) }, default);
        time.Advance(TimeSpan.FromHours(1));
        await silo.Sweep();
        (await silo.Read(picture.Picture)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_given_a_later_date_while_the_sweep_was_on_its_way_stays()
    {
        var rows = silo.Services.GetRequiredService<IRetentionRows>();
        var (late, due) = (await silo.Keep(time.GetUtcNow().AddMinutes(5)), await silo.Keep(time.GetUtcNow().AddMinutes(5)));
        time.Advance(TimeSpan.FromHours(1));
        (await rows.Register(late with { ExpiresAt = time.GetUtcNow().AddHours(5) }, default)).ShouldBeTrue();

        (await rows.ClaimDue([late.Picture, due.Picture], time.GetUtcNow(), default)).ShouldBe([due.Picture]);
        await silo.Sweep();
        (await silo.Read(late.Picture)).ShouldNotBeNull();
        (await silo.Read(due.Picture)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_sweep_has_claimed_is_given_no_later_date_and_goes_though_the_sweep_died()
    {
        var rows = silo.Services.GetRequiredService<IRetentionRows>();
        var picture = await silo.Keep(time.GetUtcNow().AddMinutes(5));
        time.Advance(TimeSpan.FromHours(1));
        (await rows.ClaimDue([picture.Picture], time.GetUtcNow(), default)).ShouldBe([picture.Picture]);

        (await rows.Register(picture with { ExpiresAt = time.GetUtcNow().AddHours(5) }, default)).ShouldBeFalse();
        (await rows.ClaimDue([picture.Picture], time.GetUtcNow(), default)).ShouldBe([picture.Picture]);
        await silo.Sweep();
        (await silo.Read(picture.Picture)).ShouldBeNull();
        (await silo.Forgetting.Register(picture with { ExpiresAt = time.GetUtcNow().AddHours(5) }, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Erasing_a_user_takes_every_picture_and_leaves_the_others()
    {
        var owner = LocalVault.NewUser();
        var pictures = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => silo.Keep(time.GetUtcNow().AddHours(1), owner: owner)));
        var other = await silo.Keep(time.GetUtcNow().AddHours(1));
        await silo.Forgetting.ForgetEverything(owner, default);
        await silo.Forgetting.ForgetEverything(owner, default);

        (await silo.ObjectCount()).ShouldBe(1);
        (await silo.KeyCount()).ShouldBe(1);
        (await silo.Read(other.Picture)).ShouldNotBeNull();
        (await silo.Status.Forgotten([.. pictures.Select(picture => picture.Picture)], default)).Count.ShouldBe(300);
        await Should.ThrowAsync<PictureForgottenException>(silo.Keep(time.GetUtcNow().AddHours(1), owner: owner));
    }

    [Fact]
    public async Task One_picture_that_cannot_be_removed_holds_up_no_other_and_shows_as_late()
    {
        await silo.DisposeAsync();
        silo = await RetentionSilo.Start(folder, time, services => services.Replace(ServiceDescriptor.Singleton<IObjectStore>(
            new Stubborn(new Objects.LocalObjectStore(folder.Vault.ObjectsFolder, RandomSource.System)))));
        var stubborn = await silo.Keep(time.GetUtcNow().AddMinutes(1));
        var disk = (Stubborn)silo.Objects;
        disk.Refuses = ObjectName.Of(stubborn.Picture);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Keep(time.GetUtcNow().AddMinutes(2))));

        time.Advance(TimeSpan.FromMinutes(10));
        await silo.Sweep();
        (await silo.Status.Forgotten([.. others.Select(picture => picture.Picture)], default)).Count.ShouldBe(20);
        var lateness = await silo.Status.Lateness(default);
        lateness.Overdue.ShouldBe(1);
        lateness.Oldest.ShouldBe(TimeSpan.FromMinutes(9), TimeSpan.FromSeconds(1));
        (await silo.Read(stubborn.Picture)).ShouldBeNull("its key is gone already");
        await Should.ThrowAsync<IOException>(silo.Forgetting.ForgetNow([stubborn.Picture], default));

        disk.Refuses = null;
        await silo.Sweep();
        (await silo.Status.Lateness(default)).ShouldBe(new Lateness(0, TimeSpan.Zero));
        (await silo.ObjectCount()).ShouldBe(0);
    }

    [Fact]
    public async Task Objects_and_keys_that_no_row_names_go_once_they_are_old_and_the_others_stay()
    {
        var kept = await silo.Keep(time.GetUtcNow().AddDays(2));
        var lost = LocalVault.NewPicture();
        await silo.Vault.Put(lost, new MemoryStream([1, 2, 3]), default);
        var keyOnly = LocalVault.NewPicture();
        await silo.UserKeys.Create(keyOnly);
        await Search();
        (await silo.ObjectCount()).ShouldBe(2);
        (await silo.KeyCount()).ShouldBe(3);

        time.Advance(TimeSpan.FromMinutes(61));
        await Search();
        (await silo.ObjectCount()).ShouldBe(1);
        (await silo.KeyCount()).ShouldBe(1);
        (await silo.Read(kept.Picture)).ShouldNotBeNull();
        (await silo.Read(lost)).ShouldBeNull();
    }

    [Fact]
    public async Task The_overview_counts_by_clause_and_kind()
    {
        var first = await silo.Keep(time.GetUtcNow().AddHours(1));
        await silo.Keep(time.GetUtcNow().AddHours(2));
        await silo.Keep(time.GetUtcNow().AddHours(3), kind: "output");
        await silo.Forgetting.ForgetNow([first.Picture], default);

        (await silo.Status.Overview(default)).ShouldBe(
        [
            new RetentionLine(new("one"), "TST-01", "input", 1, 1, Whole(time.GetUtcNow().AddHours(2))),
            new RetentionLine(new("one"), "TST-01", "output", 1, 0, Whole(time.GetUtcNow().AddHours(3))),
        ]);
    }

    [Fact]
    public async Task Tombstones_go_after_their_own_time_and_held_rows_never_do()
    {
        var rows = silo.Services.GetRequiredService<IRetentionRows>();
        var forgotten = await silo.Keep(time.GetUtcNow().AddHours(1));
        var held = await silo.Keep(time.GetUtcNow().AddHours(1));
        await silo.Forgetting.ForgetNow([forgotten.Picture], default);

        (await rows.RemoveTombstones(new("one"), time.GetUtcNow(), 10, default)).ShouldBe(0);
        (await rows.RemoveTombstones(new("two"), time.GetUtcNow().AddDays(1), 10, default)).ShouldBe(0);
        (await rows.RemoveTombstones(new("one"), time.GetUtcNow().AddDays(1), 10, default)).ShouldBe(1);
        (await rows.Read([forgotten.Picture, held.Picture], default)).Single().Picture.Picture.ShouldBe(held.Picture);
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private async Task Search()
    {
        for (var shard = 0; shard < RetentionShard.Count; shard++)
        {
            await silo.Orphans.Run(shard, default);
        }
    }

    /// <summary>A disk that refuses to give up one object.</summary>
    private sealed class Stubborn(IObjectStore inner) : IObjectStore
    {
        public ObjectName? Refuses { get; set; }

        public Task Create(ObjectName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation) => inner.Create(name, write, cancellation);

        public Task<ObjectContent?> Open(ObjectName name, CancellationToken cancellation) => inner.Open(name, cancellation);

        public Task Delete(ObjectName name, CancellationToken cancellation) =>
            name == Refuses ? throw new IOException("the disk says no") : inner.Delete(name, cancellation);

        public IAsyncEnumerable<ObjectEntry> List(int part, CancellationToken cancellation) => inner.List(part, cancellation);
    }
}

public sealed class ForgettingTestsOnSqlite() : ForgettingTests(Engine.Sqlite);

public sealed class ForgettingTestsOnPostgres() : ForgettingTests(Engine.Postgres);
