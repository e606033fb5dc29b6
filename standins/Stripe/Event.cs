using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>Something that happened at Stripe. Events arrive late, twice and out of order: keep <see cref="Id"/>.</summary>
public class Event : IHasId, IHasObject
{
    /// <inheritdoc/>
    [JsonPropertyName("id")]
    public string Id { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("object")]
    public string Object { get; set; }

    /// <summary>The connected account that it happened to, or null.</summary>
    [JsonPropertyName("account")]
    public string Account { get; set; }

    /// <summary>The version that its data is rendered in.</summary>
    [JsonPropertyName("api_version")]
    public string ApiVersion { get; set; }

    /// <summary>When it happened, in UTC.</summary>
    [JsonPropertyName("created")]
    [JsonConverter(typeof(UnixSeconds))]
    public DateTime Created { get; set; }

    /// <summary>What it is about.</summary>
    [JsonPropertyName("data")]
    public EventData Data { get; set; }

    /// <summary>Whether real money is meant.</summary>
    [JsonPropertyName("livemode")]
    public bool Livemode { get; set; }

    /// <summary>How many endpoints have not taken it yet.</summary>
    [JsonPropertyName("pending_webhooks")]
    public long PendingWebhooks { get; set; }

    /// <summary>What happened, such as "invoice.paid".</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; }
}
