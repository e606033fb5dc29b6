using System.Collections.Immutable;
using Orleans;
using Orleans.Serialization;

namespace Darkroom.Orleans.Tests;

/// <summary>
/// What may travel and what may not. On Orleans itself some of these mistakes fail at build time or lose data without a
/// word, so the refusals here are those of the in-process host.
/// </summary>
public sealed class StrictSerializationTests
{
    [Fact]
    public async Task A_type_without_GenerateSerializer_is_refused_by_name()
    {
        (await Refused(grain => grain.Plain(new PlainClass()))).ShouldContain(nameof(PlainClass));
    }

    [Fact]
    public async Task A_member_without_an_id_is_refused_by_name()
    {
        var text = await Refused(grain => grain.Forgetful(new ForgetfulClass { Name = "n", Size = 3 }));
        text.ShouldContain($"{nameof(ForgetfulClass)}.{nameof(ForgetfulClass.Size)}");
        text.ShouldContain("[Id]");
    }

    [Fact]
    public async Task Two_members_with_one_id_are_refused()
    {
        (await Refused(grain => grain.Doubled(new DoubledClass()))).ShouldContain("[Id(0)]");
    }

    [Fact]
    public async Task A_base_without_GenerateSerializer_is_refused_by_name()
    {
        (await Refused(grain => grain.Derived(new DerivedClass()))).ShouldContain(nameof(PlainClass));
    }

    [Fact]
    public async Task A_subtype_without_GenerateSerializer_is_refused_where_its_base_has_one()
    {
        (await Refused(grain => grain.Shape(new Unmarked(1)))).ShouldContain(nameof(Unmarked));
    }

    [Fact]
    public async Task A_refused_result_fails_the_call()
    {
        (await Refused(grain => grain.ReturnPlain())).ShouldContain(nameof(PlainClass));
    }

    [Fact]
    public async Task An_exception_that_may_not_travel_arrives_as_a_refusal_that_tells_it()
    {
        var text = await Refused(grain => grain.ThrowUnmarked());
        text.ShouldContain(nameof(UnmarkedException));
        text.ShouldContain("what happened");
    }

    [Fact]
    public async Task A_cycle_is_refused_and_does_not_overflow()
    {
        await using var silo = await TestSilo.StartAsync();
        var node = new Node();
        node.Next = node;
        await Should.ThrowAsync<NotSupportedException>(() => Grain(silo).Echo(node));
        (await Grain(silo).Echo(new Node { Next = new Node() })).Next.ShouldNotBeNull();
    }

    [Fact]
    public async Task Closed_records_travel_by_the_type_that_they_have()
    {
        await using var silo = await TestSilo.StartAsync();
        (await Grain(silo).Shape(new Shape.Circle(2) { Colour = "red" })).ShouldBe(new Shape.Circle(2) { Colour = "red" });
        (await Grain(silo).Shape(new Shape.Box(2, 3))).ShouldBe(new Shape.Box(2, 3));
    }

    [Fact]
    public async Task Immutable_types_are_checked_too()
    {
        (await Refused(grain => grain.Frozen(new FrozenForgetful()))).ShouldContain(nameof(FrozenForgetful));
    }

    [Fact]
    public async Task Collections_and_primitives_travel_whole()
    {
        await using var silo = await TestSilo.StartAsync();
        var sent = new Everything(
            Guid.NewGuid(), DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), new Uri("https://example.org/"), DayOfWeek.Friday, 1.5m, null, 7,
            [1, 2], new byte[] { 3 }, [[4], [5]], new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" }, ["x"],
            ImmutableDictionary<string, int>.Empty.Add("k", 1), ("t", 2), new KeyValuePair<string, int>("p", 3), new List<Shape> { new Shape.Box(1, 1) });
        var got = await Grain(silo).Everything(sent);

        got.Bytes.ToArray().ShouldBe(sent.Bytes.ToArray());
        (got with { Bytes = sent.Bytes }).ShouldBeEquivalentTo(sent);
        got.ShouldNotBeSameAs(sent);
        got.Names.Contains("A").ShouldBeTrue();
        got.Shapes[0].ShouldNotBeSameAs(sent.Shapes[0]);
    }

    [Fact]
    public async Task A_collection_expression_travels_through_a_collection_interface()
    {
        await using var silo = await TestSilo.StartAsync();
        (await Grain(silo).Numbers([1, 2, 3])).ShouldBe([1, 2, 3]);
        (await Grain(silo).Numbers([1])).ShouldBe([1]);
        (await Grain(silo).Numbers([])).ShouldBeEmpty();
    }

    private static IStrictGrain Grain(TestSilo silo) => silo.Grains.GetGrain<IStrictGrain>("s");

    private static async Task<string> Refused(Func<IStrictGrain, Task> call)
    {
        await using var silo = await TestSilo.StartAsync();
        return (await Should.ThrowAsync<CodecNotFoundException>(() => call(Grain(silo)))).Message;
    }
}

public interface IStrictGrain : IGrainWithStringKey
{
    Task Plain(PlainClass value);

    Task Forgetful(ForgetfulClass value);

    Task Doubled(DoubledClass value);

    Task Derived(DerivedClass value);

    Task Frozen(FrozenForgetful value);

    Task<Shape> Shape(Shape value);

    Task<Node> Echo(Node value);

    Task<PlainClass> ReturnPlain();

    Task ThrowUnmarked();

    Task<Everything> Everything(Everything value);

    Task<IReadOnlyList<int>> Numbers(IReadOnlyList<int> values);
}

internal sealed class StrictGrain : Grain, IStrictGrain
{
    public Task Plain(PlainClass value) => Task.CompletedTask;

    public Task Forgetful(ForgetfulClass value) => Task.CompletedTask;

    public Task Doubled(DoubledClass value) => Task.CompletedTask;

    public Task Derived(DerivedClass value) => Task.CompletedTask;

    public Task Frozen(FrozenForgetful value) => Task.CompletedTask;

    public Task<Shape> Shape(Shape value) => Task.FromResult(value);

    public Task<Node> Echo(Node value) => Task.FromResult(value);

    public Task<PlainClass> ReturnPlain() => Task.FromResult(new PlainClass());

    public Task ThrowUnmarked() => throw new UnmarkedException("what happened");

    public Task<Everything> Everything(Everything value) => Task.FromResult(value);

    public Task<IReadOnlyList<int>> Numbers(IReadOnlyList<int> values) => Task.FromResult<IReadOnlyList<int>>([.. values]);
}
