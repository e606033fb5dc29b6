using System.Security.Cryptography;
using Darkroom.Retention;
using Darkroom.Vault;

namespace Darkroom.Grains.Tests.Vault;

public sealed class ObjectNameTests
{
    [Fact]
    public void Names_never_change_and_tell_nothing()
    {
        var picture = PictureRef.Parse("one/u1/p1");
        var name = ObjectName.Of(picture);
        name.Value.ShouldBe(Convert.ToHexStringLower(SHA256.HashData("darkroom/object-name/v1\0one/u1/p1"u8)));
        ObjectName.IsValid(name.Value).ShouldBeTrue();
        name.Part.ShouldBe(Convert.FromHexString(name.Value)[0]);
        RetentionShard.Of(picture).ShouldBe(name.Part % 8);
    }

    [Theory]
    [InlineData("")]
    [InlineData("incoming")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public void Other_files_are_not_taken_for_objects(string file) => ObjectName.IsValid(file).ShouldBeFalse();

    [Fact]
    public void Shards_have_about_the_same_to_do() =>
        Enumerable.Range(0, 8000).GroupBy(_ => RetentionShard.Of(SealedPicture.NewReference()))
            .ShouldAllBe(shard => shard.Count() > 800 && shard.Count() < 1200);
}
