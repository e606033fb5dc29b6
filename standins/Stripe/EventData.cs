using System.Text.Json.Serialization;

namespace Stripe;

/// <summary>What an event is about.</summary>
public class EventData
{
    /// <summary>The object, typed by its kind in the package; this stand-in has no such types yet.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [JsonIgnore]
    public IHasObject Object
    {
        get => throw new NotSupportedException("The Stripe stand-in has no typed objects yet: an event's id and type can be read, its object cannot.");
        set => throw new NotSupportedException("The Stripe stand-in has no typed objects yet.");
    }
}
