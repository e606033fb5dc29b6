namespace Darkroom.Wallets;

/// <summary>
/// The name of a wallet in the books. Random, so that it says nothing about its owner once the one row that maps them is gone.
/// </summary>
/// <param name="Value">The letter <c>w</c> and 128 random bits in lower-case hexadecimal.</param>
public readonly record struct WalletId(string Value)
{
    /// <summary>A new name.</summary>
    public static WalletId New(RandomSource random) => new("w" + Convert.ToHexStringLower(random.Bytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
