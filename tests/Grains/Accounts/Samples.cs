using Darkroom.Accounts;
using Darkroom.Brands;

namespace Darkroom.Grains.Tests.Accounts;

/// <summary>A brand, a moment, and randomness that a test can repeat.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static BrandPolicy Brand { get; } = BrandFiles.Load(BrandFiles.DefaultFolder, _ => null, "privacy@localhost").All[new BrandId("nanogpt")];

    public static UserId User(int number) => new(Brand.Id, $"u{number:D26}");

    public static Membership Anna { get; } =
        new("e0", "anna@example.org", "Anna", "SE", "sv", Brand.PolicyVersion, Noon, 13);

    /// <summary>A stream of bytes that depends on the seed only.</summary>
    public sealed class Repeatable(int seed) : RandomSource
    {
        private readonly Random random = new(seed);

        public override void Fill(Span<byte> bytes) => random.NextBytes(bytes);
    }
}
