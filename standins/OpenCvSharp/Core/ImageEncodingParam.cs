namespace OpenCvSharp;

/// <summary>One setting of an encoder.</summary>
public record ImageEncodingParam
{
    /// <summary>A setting and its value.</summary>
    public ImageEncodingParam(ImwriteFlags id, int value)
    {
        EncodingId = id;
        Value = value;
    }

    /// <summary>Which setting.</summary>
    public ImwriteFlags EncodingId { get; }

    /// <summary>Its value, in the unit of that setting.</summary>
    public int Value { get; }
}
