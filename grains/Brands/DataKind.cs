namespace Darkroom.Brands;

/// <summary>The kinds of data that the system stores of people, whatever a brand offers.</summary>
public static class DataKind
{
    /// <summary>E-mail, name, country, accepted policies, sign-ins.</summary>
    public const string Account = "account";

    /// <summary>What was uploaded.</summary>
    public const string Pictures = "pictures";

    /// <summary>What was made of it.</summary>
    public const string Results = "results";

    /// <summary>Which tool, when, how long, at what price.</summary>
    public const string Jobs = "jobs";

    /// <summary>Reserving, using and returning credits.</summary>
    public const string Spending = "spending";

    /// <summary>Credits that were bought or given.</summary>
    public const string Purchases = "purchases";

    /// <summary>All of them: a brand file says of each what it is for and how long it stays.</summary>
    public static IReadOnlyList<string> All { get; } = [Account, Pictures, Results, Jobs, Spending, Purchases];

    /// <summary>What data can be for.</summary>
    public static IReadOnlyList<string> Purposes { get; } = ["account", "service", "delivery", "billing", "security", "support", "improvement", "law"];

    /// <summary>The rules of a file's <c>retention</c> that really end each kind; another one would be a promise that nobody keeps.</summary>
    internal static IReadOnlyDictionary<string, string[]> Rules { get; } = new Dictionary<string, string[]>
    {
        [Account] = ["erasure"],
        [Pictures] = ["inputs"],
        [Results] = ["outputs"],
        [Jobs] = ["jobRecords"],
        [Spending] = ["spending", "purchases"],
        [Purchases] = ["purchases"],
    };
}
