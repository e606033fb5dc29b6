namespace Stripe;

/// <summary>Something that says which kind of object it is.</summary>
public interface IHasObject
{
    /// <summary>The kind, such as "invoice".</summary>
    string Object { get; set; }
}
