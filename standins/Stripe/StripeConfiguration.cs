namespace Stripe;

/// <summary>What this version of the package speaks. The process-wide client of the package is left out on purpose.</summary>
public static class StripeConfiguration
{
    /// <summary>The version of Stripe's interface; an event's release name must match it.</summary>
    public static string ApiVersion => "2026-10-28.endive";

    /// <summary>The version of the package that is stood in for.</summary>
    public static string StripeNetVersion => "53.1.0";
}
