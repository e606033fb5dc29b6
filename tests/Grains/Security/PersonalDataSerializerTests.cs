using System.Security.Cryptography;
using System.Text;
using Darkroom.Security;

namespace Darkroom.Grains.Tests.Security;

public sealed class PersonalDataSerializerTests
{
    private readonly PersonalDataSerializer serializer = new(new MasterKey(RandomSource.System.Bytes(32)), RandomSource.System);

    private sealed record Person(UserId Id, string Email, DateTimeOffset? Since, IReadOnlyList<string> Languages, DayOfWeek Day);

    private sealed class Mutable
    {
        public string Name { get; set; } = "";
    }

    [Fact]
    public void State_comes_back_as_it_was()
    {
        var person = new Person(new(new("one"), "u1"), "canary@people.example", DateTimeOffset.UnixEpoch, ["sv"], DayOfWeek.Friday);
        var back = serializer.Deserialize<Person>(serializer.Serialize(person));
        back.ShouldBe(person with { Languages = back.Languages });
        back.Languages.ShouldBe(person.Languages);
        serializer.Deserialize<Mutable>(serializer.Serialize(new Mutable { Name = "x" })).Name.ShouldBe("x");
        serializer.Deserialize<Mutable?>(serializer.Serialize<Mutable?>(null)).ShouldBeNull();
    }

    [Fact]
    public void What_is_stored_shows_nothing_of_it()
    {
        var stored = serializer.Serialize(new Mutable { Name = "canary@people.example" }).ToArray();
        Encoding.Latin1.GetString(stored).ShouldNotContain("canary");
        Convert.ToBase64String(stored).ShouldNotContain(Convert.ToBase64String("canary"u8));
    }

    [Fact]
    public void A_changed_row_a_row_of_another_type_and_another_key_are_refused()
    {
        var stored = serializer.Serialize(new Mutable { Name = "x" }).ToArray();
        Should.Throw<CryptographicException>(() => serializer.Deserialize<Person>(new BinaryData(stored)));
        var stranger = new PersonalDataSerializer(new MasterKey(RandomSource.System.Bytes(32)), RandomSource.System);
        Should.Throw<CryptographicException>(() => stranger.Deserialize<Mutable>(new BinaryData(stored)));
        stored[^1] ^= 1;
        Should.Throw<CryptographicException>(() => serializer.Deserialize<Mutable>(new BinaryData(stored)));
    }
}
