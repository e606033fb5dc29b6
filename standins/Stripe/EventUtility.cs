using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Stripe;

/// <summary>
/// Verifies and reads webhooks. The signature is an HMAC-SHA256, in lower-case hexadecimal, over the header's time, a
/// dot and the body exactly as it was received.
/// </summary>
public static class EventUtility
{
    /// <summary>How many seconds a webhook's time may be off, in either direction.</summary>
    public const int DefaultTimeTolerance = 300;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether an event of that version can be read: the release name after the dot must be the same.</summary>
    public static bool IsCompatibleApiVersion(string eventApiVersion) =>
        IsCompatibleApiVersion(StripeConfiguration.ApiVersion, eventApiVersion);

    /// <inheritdoc cref="IsCompatibleApiVersion(string)"/>
    public static bool IsCompatibleApiVersion(string sdkApiVersion, string eventApiVersion) =>
        eventApiVersion.Split('.') is [_, var release, ..] && release == sdkApiVersion.Split('.')[1];

    /// <summary>Reads an event whose origin was verified elsewhere.</summary>
    /// <exception cref="StripeException">It is rendered in another version.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="ArgumentException">It is a thin notification, which has another form.</exception>
    public static Event ParseEvent(string json, bool throwOnApiVersionMismatch = true)
    {
        using (var document = JsonDocument.Parse(json))
        {
            if (document.RootElement.TryGetProperty("object", out var kind) && kind.GetString() == "v2.core.event")
                throw new ArgumentException("a thin event notification is no webhook event", nameof(json));
        }
        var read = JsonSerializer.Deserialize<Event>(json);
        if (throwOnApiVersionMismatch && !IsCompatibleApiVersion(read.ApiVersion))
        {
            throw new StripeException(
                $"Received event with API version {read.ApiVersion}, but {StripeConfiguration.ApiVersion} is expected. "
                + "Create the webhook endpoint with this version.");
        }
        return read;
    }

    /// <summary>Verifies a webhook against the present time and reads it. Treat every exception as a bad request.</summary>
    /// <param name="json">The body as received.</param>
    /// <param name="stripeSignatureHeader">The header Stripe-Signature.</param>
    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="tolerance">Seconds that its time may be off, in either direction; 0 does not switch that off.</param>
    /// <param name="throwOnApiVersionMismatch">Whether another version is an error.</param>
    /// <exception cref="StripeException">Wrong signature, header, time or version.</exception>
    public static Event ConstructEvent(
        string json, string stripeSignatureHeader, string secret, long tolerance = DefaultTimeTolerance, bool throwOnApiVersionMismatch = true) =>
        ConstructEvent(json, stripeSignatureHeader, secret, tolerance, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), throwOnApiVersionMismatch);

    /// <summary>Verifies a webhook against a given time, in seconds since 1970, and reads it.</summary>
    /// <inheritdoc cref="ConstructEvent(string, string, string, long, bool)"/>
    public static Event ConstructEvent(
        string json, string stripeSignatureHeader, string secret, long tolerance, long utcNow, bool throwOnApiVersionMismatch = true)
    {
        ValidateSignature(json, stripeSignatureHeader, secret, tolerance, utcNow);
        return ParseEvent(json, throwOnApiVersionMismatch);
    }

    /// <summary>Verifies a webhook against a given time. One matching signature of several is enough: secrets rotate.</summary>
    /// <exception cref="StripeException">Wrong signature, header or time.</exception>
    public static void ValidateSignature(string json, string stripeSignatureHeader, string secret, long tolerance, long utcNow)
    {
        var items = stripeSignatureHeader.Split(',').Select(Item).ToLookup(item => item.Name, item => item.Value);
        var time = items["t"].FirstOrDefault();

        // The signature first: until it holds, the time is only a claim.
        var expected = _utf8.GetBytes(Signed(secret, time, json));
        if (!items["v1"].Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected)))
            throw new StripeException("The expected signature was not found in the Stripe-Signature header.");
        if (Math.Abs(utcNow - int.Parse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) > tolerance)
            throw new StripeException("The webhook's time is outside of the allowed tolerance.");
    }

    /// <summary>The signature of a payload at a time, as Stripe would make it.</summary>
    public static string ComputeSignature(string secret, string timestamp, string payload) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_utf8.GetBytes(secret), _utf8.GetBytes($"{timestamp}.{payload}")));

    private static string Signed(string secret, string time, string json)
    {
        try
        {
            return ComputeSignature(secret, time, json);
        }
        catch (EncoderFallbackException error)
        {
            throw new StripeException("The signature cannot be computed: the body is no valid text.", error);
        }
    }

    private static (string Name, string Value) Item(string item) => item.Trim().Split('=', 2) is [var name, var value]
        ? (name, value)
        : throw new StripeException("The Stripe-Signature header has an unexpected form.");
}
