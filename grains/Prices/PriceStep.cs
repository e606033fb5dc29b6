namespace Darkroom.Prices;

/// <summary>One step of a tool's price by size.</summary>
/// <param name="UpToPixels">The largest picture that it is for, in pixels (width times height), itself included; null for any.</param>
/// <param name="Credits">Whole credits.</param>
public sealed record PriceStep(long? UpToPixels, long Credits);
