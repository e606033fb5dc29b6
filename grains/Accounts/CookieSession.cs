namespace Darkroom.Accounts;

/// <summary>What people are told of sessions in a cookie.</summary>
public static class CookieSession
{
    /// <summary>The longest that one lasts, however often it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);
}
