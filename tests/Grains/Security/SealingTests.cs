using System.Security.Cryptography;
using System.Text;
using Darkroom.Security;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Security;

public sealed class SealingTests
{
    private static readonly SealingKey Key = new(new MasterKey(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()).Derive("test"), RandomSource.System);

    [Fact]
    public void A_box_opens_only_unchanged_and_in_its_context() =>
        Prop.ForAll<byte[], byte[], PositiveInt>((content, context, where) =>
        {
            var box = Key.Seal(content, context);
            Key.Open(box, context).ShouldBe(content);
            Should.Throw<CryptographicException>(() => Key.Open(box, [.. context, 1]));
            Should.Throw<CryptographicException>(() => Key.Open(box.AsSpan(0, box.Length - 1), context));
            box[where.Get % box.Length] ^= (byte)(1 << (where.Get % 8));
            Should.Throw<CryptographicException>(() => Key.Open(box, context));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_content_never_gives_the_same_box() =>
        Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(Key.Seal("same"u8, default))).Distinct().Count().ShouldBe(100);

    [Fact]
    public void Another_master_key_opens_nothing_and_a_purpose_has_a_key_of_its_own()
    {
        var one = new MasterKey(RandomSource.System.Bytes(32));
        var other = new MasterKey(RandomSource.System.Bytes(32));
        var box = new SealingKey(one.Derive("a"), RandomSource.System).Seal("x"u8, default);
        Should.Throw<CryptographicException>(() => new SealingKey(other.Derive("a"), RandomSource.System).Open(box, default));
        Should.Throw<CryptographicException>(() => new SealingKey(one.Derive("b"), RandomSource.System).Open(box, default));
        one.Id.ShouldNotBe(other.Id);
        Should.Throw<ArgumentException>(() => new MasterKey(new byte[31]));
    }

    [Fact]
    public void Derived_keys_stay_the_same_for_good()
    {
        // A change of these values would make everything stored unreadable.
        var master = new MasterKey(new byte[32]);
        Convert.ToHexStringLower(master.Derive("personal-data/v1")).ShouldBe(Hkdf("darkroom/personal-data/v1"));
        new BlindIndex(master).Email(new("one"), "a@b.example")
            .ShouldBe("e" + Convert.ToHexStringLower(HMACSHA256.HashData(master.Derive("blind-index/v1"), "email\0one\0a@b.example"u8.ToArray())));

        // RFC 5869 by hand: one block of expand after extract with an empty salt.
        static string Hkdf(string info) => Convert.ToHexStringLower(HMACSHA256.HashData(
            HMACSHA256.HashData(new byte[32], new byte[32]), Encoding.UTF8.GetBytes(info + "\u0001")));
    }
}
