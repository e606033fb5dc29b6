namespace Darkroom.Wallets;

/// <summary>The accounts between which transfers move. Those of a wallet are kept per wallet, the others per asset.</summary>
public enum LedgerAccount
{
    /// <summary>What the owner can spend.</summary>
    Wallet,

    /// <summary>What is reserved for jobs under way.</summary>
    Held,

    /// <summary>Where given credits come from; below zero by what was ever given.</summary>
    Promotions,

    /// <summary>Where sold credits come from; below zero by what was ever sold.</summary>
    DeferredRevenue,

    /// <summary>Credits that jobs have used.</summary>
    Revenue,

    /// <summary>Credits whose time ran out.</summary>
    Expired,

    /// <summary>Credits that were taken back because their payment was refunded.</summary>
    Refunds,

    /// <summary>Credits that were taken back because their payment was disputed.</summary>
    Disputes,

    /// <summary>Kept per wallet: below zero by what was taken back and could no longer be taken from it, until later credits pay.</summary>
    Debt,
}

/// <summary>How accounts are written in the books, and which one issues which lots.</summary>
public static class LedgerAccounts
{
    private static readonly string[] Names = ["wallet", "held", "promotions", "deferred-revenue", "revenue", "expired", "refunds", "disputes", "debt"];

    /// <summary>The name in the books.</summary>
    public static string Name(this LedgerAccount account) => Names[(int)account];

    /// <summary>Reads a name from the books.</summary>
    /// <exception cref="FormatException">No such account.</exception>
    public static LedgerAccount Parse(string name) =>
        Array.IndexOf(Names, name) is >= 0 and var index ? (LedgerAccount)index : throw new FormatException($"No account is called '{name}'.");

    /// <summary>The account that lots of this kind are issued from.</summary>
    public static LedgerAccount IssuerOf(LotKind kind) => kind == LotKind.Promotional ? LedgerAccount.Promotions : LedgerAccount.DeferredRevenue;
}
