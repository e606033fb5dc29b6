namespace Darkroom;

/// <summary>How grain keys are written, in one place: always with a prefix, never with an e-mail address.</summary>
public static class GrainKeys
{
    /// <summary>The key of the user grain.</summary>
    public static string User(UserId user) => $"user/{user}";

    /// <summary>The key of the wallet grain.</summary>
    public static string Wallet(UserId user) => $"wallet/{user}";

    /// <summary>The key of the grain that hands out a user's object keys.</summary>
    public static string Keys(UserId user) => $"keys/{user}";

    /// <summary>The key of the job grain.</summary>
    public static string Job(JobId job) => $"job/{job}";

    /// <summary>The key of the grain behind which a brand's accounts are found.</summary>
    public static string Accounts(BrandId brand) => $"accounts/{brand}";

    /// <summary>The key of a mailbox grain.</summary>
    /// <param name="brand">The same address at two brands is two mailboxes.</param>
    /// <param name="index">The address's keyed digest, never the address.</param>
    public static string Mailbox(BrandId brand, string index) => $"mailbox/{brand}/{index}";

    /// <summary>The key of a session grain, by the digest of its token.</summary>
    public static string Session(BrandId brand, string hash) => $"session/{brand}/{hash}";

    /// <summary>The key of an API key's grain, by the digest of the key.</summary>
    public static string ApiKey(BrandId brand, string hash) => $"apikey/{brand}/{hash}";

    /// <summary>The key of the grain that hands a lane's queued jobs to workers.</summary>
    public static string Dispatch(Jobs.Lane lane) => lane == Jobs.Lane.Gpu ? "dispatch/gpu" : "dispatch/cpu";

    /// <summary>The key of the grain that tells a user's call-back secret.</summary>
    public static string CallbackSecret(UserId user) => $"callback-secret/{user}";

    /// <summary>The key of the grain that lists a user's jobs.</summary>
    public static string JobList(UserId user) => $"job-list/{user}";

    /// <summary>The key of the grain before the idempotency records: one for all, with as many activations as it is worth.</summary>
    public const string Idempotency = "idempotency/records";

    /// <summary>The key of the grain that finance asks: one for all, with as many activations as it is worth.</summary>
    public const string Books = "books/all";

    /// <summary>The key of the grain that only answers.</summary>
    public const string Pulse = "pulse/any";

    /// <summary>The part after the prefix.</summary>
    public static string WithoutPrefix(string key) => key[(key.IndexOf('/') + 1)..];
}
