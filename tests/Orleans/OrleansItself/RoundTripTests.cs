using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Serialization;

namespace Darkroom.Orleans.Tests;

/// <summary>Every message of the product goes through the serializer of Orleans whole: what the bytes on the wire say is what was sent.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(JobId).Assembly)).BuildServiceProvider();

    public static TheoryData<Type> Messages => [.. WireContract.Messages];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_arrives_as_it_was_sent(Type message)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        for (var seed = 0; seed < 30; seed++)
        {
            var sent = new MessageMaker(seed).Make(message)!;
            var bytes = serializer.SerializeToArray<object>(sent);
            var got = serializer.Deserialize<object>(bytes);
            got!.GetType().ShouldBe(sent.GetType());
            MessageText.Of(got).ShouldBe(MessageText.Of(sent), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_copy_within_a_silo_is_as_what_was_sent(Type message)
    {
        var copier = _services.GetRequiredService<DeepCopier>();
        var sent = new MessageMaker(1).Make(message)!;
        MessageText.Of(copier.Copy<object>(sent)).ShouldBe(MessageText.Of(sent));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_wire_says_the_alias_and_not_the_name_of_a_type(Type message)
    {
        var bytes = _services.GetRequiredService<Serializer>().SerializeToArray<object>(new MessageMaker(2).Make(message)!);
        bytes.AsSpan().IndexOf("Darkroom."u8).ShouldBe(-1);
    }
}
