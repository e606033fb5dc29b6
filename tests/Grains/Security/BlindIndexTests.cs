using Darkroom.Security;

namespace Darkroom.Grains.Tests.Security;

public sealed class BlindIndexTests
{
    private static readonly BrandId One = new("one");
    private readonly BlindIndex index = new(new MasterKey(RandomSource.System.Bytes(32)));

    [Theory]
    [InlineData("anna@people.example", " Anna@People.EXAMPLE ")]
    [InlineData("å@people.example", "A\u030A@people.example")]
    public void One_address_in_several_writings_is_found(string one, string other) =>
        index.Email(One, other).ShouldBe(index.Email(One, one));

    [Fact]
    public void Addresses_brands_kinds_and_master_keys_are_kept_apart()
    {
        var own = index.Email(One, "anna@people.example");
        own.Length.ShouldBe(65);
        own.ShouldNotContain("anna");
        index.Email(One, "anne@people.example").ShouldNotBe(own);
        index.Email(new("two"), "anna@people.example").ShouldNotBe(own);
        Convert.ToHexStringLower(index.Digest("code", One, "anna@people.example")).ShouldNotBe(own[1..]);
        new BlindIndex(new MasterKey(RandomSource.System.Bytes(32))).Email(One, "anna@people.example").ShouldNotBe(own);
    }
}
