namespace OpenCvSharp;

/// <summary>One setting of an encoder.</summary>
public record ImageEncodingParam(ImwriteFlags EncodingId, int Value)
{
    /// <summary>Which setting.</summary>
    public ImwriteFlags EncodingId { get; } = EncodingId;

    /// <summary>Its value, in the unit of that setting.</summary>
    public int Value { get; } = Value;
}
