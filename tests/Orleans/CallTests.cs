using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class CallTests
{
    [Fact]
    [Trait(Semantics.Trait, Semantics.Copies)]
    public async Task Arguments_and_results_are_deep_copied()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICallGrain>("a");
        var sent = new Parcel { Items = [new Item("x", [1, 2])], ByName = { ["k"] = [1] } };
        var returned = await grain.Keep(sent);

        sent.Items[0].Bytes[0] = 99;
        sent.ByName["k"].Add(2);
        returned.Items.Clear();

        var kept = await grain.Kept();
        kept.Items.Single().Bytes.ShouldBe([1, 2]);
        kept.ByName["k"].ShouldBe([1]);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.Exceptions)]
    public async Task Exceptions_travel_to_the_caller_with_their_type_and_members()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICallGrain>("b");
        var known = await Should.ThrowAsync<ArgumentOutOfRangeException>(() => grain.Throw("range").AsTask());
        known.ParamName.ShouldBe("what");
        known.Message.ShouldBe(new ArgumentOutOfRangeException("what").Message);
        var own = await Should.ThrowAsync<ShortageException>(() => grain.Throw("own").AsTask());
        own.Missing.ShouldBe(7);
        own.Message.ShouldBe("7 are missing");
        (await grain.Kept()).Items.ShouldBeEmpty();
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.Timeout)]
    public async Task A_call_that_times_out_may_still_run()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICallGrain>("c");
        await grain.Kept(); // Active already: a call whose caller gives up before its turn would not run at all.
        await Should.ThrowAsync<TimeoutException>(() => grain.Slow("gate"));
        silo.Journal.Entries.ShouldNotContain("slow ends");
        silo.Gates.Open("gate");
        await silo.Journal.WaitFor("slow ends");
        (await grain.Kept()).Items.Single().Name.ShouldBe("by a slow call");
    }

    [Fact]
    public async Task A_call_that_times_out_before_its_turn_does_not_run()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICallGrain>("c2");
        var busy = grain.Busy("gate");
        await silo.Journal.WaitFor("busy");
        await Should.ThrowAsync<TimeoutException>(() => grain.Slow("open"));
        silo.Gates.Open("open");
        silo.Gates.Open("gate");
        await busy;
        await grain.Kept();
        silo.Journal.Entries.ShouldNotContain("slow ends");
    }

    [Fact]
    public async Task A_cancelled_token_reaches_the_grain_and_the_caller()
    {
        await using var silo = await TestSilo.StartAsync();
        using var source = new CancellationTokenSource();
        var call = silo.Grains.GetGrain<ICallGrain>("d").UntilCancelled(source.Token);
        await silo.Journal.WaitFor("waits for its token");
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await silo.Journal.WaitFor("token was cancelled");
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_and_hides_its_outcome()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<ICallGrain>("e").Forget("gate");
        silo.Gates.Open("gate");
        await silo.Journal.WaitFor("forgotten");
    }

    [Fact]
    public async Task The_request_context_flows_with_calls_and_not_back()
    {
        await using var silo = await TestSilo.StartAsync();
        RequestContext.Set("request", "r-1");
        (await silo.Grains.GetGrain<ICallGrain>("f").ContextThrough("g", "request")).ShouldBe("r-1");
        RequestContext.Get("request").ShouldBe("r-1");
        RequestContext.Get("set by grain").ShouldBeNull();
        RequestContext.Clear();
        (await silo.Grains.GetGrain<ICallGrain>("f").ContextThrough("g", "request")).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_else_of_the_callers_context_flows()
    {
        await using var silo = await TestSilo.StartAsync();
        CallGrain.Ambient.Value = "ours";
        (await silo.Grains.GetGrain<ICallGrain>("h").AmbientValue()).ShouldBeNull();
    }

    [Fact]
    public async Task References_travel_as_arguments_and_results()
    {
        await using var silo = await TestSilo.StartAsync();
        var target = silo.Grains.GetGrain<ICounterGrain>("counted");
        var returned = await silo.Grains.GetGrain<ICallGrain>("i").Use(target);
        (await returned.Increment(0)).ShouldBe(1);
        returned.ShouldBe(target);
        returned.GetPrimaryKeyString().ShouldBe("counted");
        (await silo.Grains.GetGrain<ICallGrain>("i").Self()).GetPrimaryKeyString().ShouldBe("i");
    }

    [Fact]
    public async Task Filters_run_around_calls_in_their_order()
    {
        await using var silo = await TestSilo.StartAsync(configure: builder =>
        {
            builder.AddOutgoingGrainCallFilter(async call =>
            {
                RequestContext.Set("filtered", $"out {call.MethodName}");
                await call.Invoke();
            });
            builder.AddIncomingGrainCallFilter(async call =>
            {
                await call.Invoke();
                if (IsOurs(call)) call.Result = $"{call.Result} in {call.InterfaceMethod.Name} of {call.TargetId.Key}";
            });
        });
        (await silo.Grains.GetGrain<ICallGrain>("j").ContextThrough("j2", "filtered"))
            .ShouldBe("out ContextHere in ContextHere of j2 in ContextThrough of j");
    }

    [Fact]
    public async Task Filters_see_and_may_replace_arguments()
    {
        await using var silo = await TestSilo.StartAsync(configure: builder =>
        {
            builder.AddOutgoingGrainCallFilter(async call =>
            {
                if (call.Request.GetArgument(0) is 1) call.Request.SetArgument(0, 20);
                await call.Invoke();
            });
            builder.AddIncomingGrainCallFilter(async call =>
            {
                if (call.Request.GetArgument(0) is 20) call.Request.SetArgument(0, 300);
                await call.Invoke();
            });
        });
        (await silo.Grains.GetGrain<ICounterGrain>("j3").Increment(1)).ShouldBe(300);
        (await silo.Grains.GetGrain<ICounterGrain>("j3").Increment(2)).ShouldBe(302);
    }

    [Fact]
    public async Task A_filter_may_refuse_a_call()
    {
        await using var silo = await TestSilo.StartAsync(configure: builder =>
            builder.AddIncomingGrainCallFilter(call => IsOurs(call) ? throw new UnauthorizedAccessException("no") : call.Invoke()));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => silo.Grains.GetGrain<ICounterGrain>("k").Increment(1));
    }

    [Fact]
    public async Task Many_arguments_arrive_in_their_places()
    {
        await using var silo = await TestSilo.StartAsync();
        (await silo.Grains.GetGrain<ICallGrain>("l").Many(1, "2", 3, 4m, true, [6], 7, "8", 9, default)).ShouldBe("1 2 3 4 True 6 7 8 9");
    }

    [Fact]
    public async Task Grains_are_found_by_each_kind_of_key()
    {
        await using var silo = await TestSilo.StartAsync();
        var id = Guid.NewGuid();
        (await silo.Grains.GetGrain<IGuidGrain>(id).Key()).ShouldBe(id);
        (await silo.Grains.GetGrain<INumberGrain>(-5).Key()).ShouldBe(-5);
        (await silo.Grains.GetGrain<ICompoundGrain>(7, "ext").Key()).ShouldBe((7, "ext"));
    }

    /// <summary>A silo has calls of its own, which pass the filters too.</summary>
    private static bool IsOurs(IGrainCallContext call) => call.InterfaceMethod.DeclaringType!.Assembly == typeof(ICallGrain).Assembly;

    [Fact]
    public async Task A_stopped_silo_takes_no_calls()
    {
        var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICounterGrain>("m");
        await grain.Increment(1);
        await silo.StopAsync();
        await Should.ThrowAsync<Exception>(() => grain.Increment(1));
    }
}
