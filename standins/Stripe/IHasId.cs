namespace Stripe;

/// <summary>Something with an identifier.</summary>
public interface IHasId
{
    /// <summary>The identifier.</summary>
    string Id { get; set; }
}
