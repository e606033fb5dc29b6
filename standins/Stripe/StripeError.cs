using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>What Stripe says about an error.</summary>
public class StripeError
{
    /// <summary>Its kind, such as "card_error".</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; }

    /// <summary>A code to act on.</summary>
    [JsonPropertyName("code")]
    public string Code { get; set; }

    /// <summary>Why the bank declined.</summary>
    [JsonPropertyName("decline_code")]
    public string DeclineCode { get; set; }

    /// <summary>The parameter that is wrong.</summary>
    [JsonPropertyName("param")]
    public string Param { get; set; }

    /// <summary>A text for people.</summary>
    [JsonPropertyName("message")]
    public string Message { get; set; }
}
