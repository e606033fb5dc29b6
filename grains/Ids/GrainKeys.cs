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

    /// <summary>The part after the prefix.</summary>
    public static string WithoutPrefix(string key) => key[(key.IndexOf('/') + 1)..];
}
