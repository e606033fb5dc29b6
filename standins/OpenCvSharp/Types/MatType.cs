using System.Globalization;

namespace OpenCvSharp;

/// <summary>The type of a matrix element: depth and channels in one number. The numbers are not to be stored.</summary>
public readonly record struct MatType(int value) : IEquatable<int>
{
    private const int ChannelShift = 3;

    private readonly int value = value;

    /// <summary>Depth and channels in one number.</summary>
    public int Value => value;

    /// <summary>Depths.</summary>
    public const int CV_8U = 0, CV_8S = 1, CV_16U = 2, CV_16S = 3, CV_32S = 4, CV_32F = 5, CV_64F = 6, CV_16F = 7;

    /// <summary>Unsigned bytes.</summary>
    public static readonly MatType CV_8UC1 = CV_8UC(1), CV_8UC2 = CV_8UC(2), CV_8UC3 = CV_8UC(3), CV_8UC4 = CV_8UC(4);

    /// <summary>Signed bytes.</summary>
    public static readonly MatType CV_8SC1 = CV_8SC(1), CV_8SC2 = CV_8SC(2), CV_8SC3 = CV_8SC(3), CV_8SC4 = CV_8SC(4);

    /// <summary>Unsigned 16-bit integers.</summary>
    public static readonly MatType CV_16UC1 = CV_16UC(1), CV_16UC2 = CV_16UC(2), CV_16UC3 = CV_16UC(3), CV_16UC4 = CV_16UC(4);

    /// <summary>Signed 16-bit integers.</summary>
    public static readonly MatType CV_16SC1 = CV_16SC(1), CV_16SC2 = CV_16SC(2), CV_16SC3 = CV_16SC(3), CV_16SC4 = CV_16SC(4);

    /// <summary>Signed 32-bit integers.</summary>
    public static readonly MatType CV_32SC1 = CV_32SC(1), CV_32SC2 = CV_32SC(2), CV_32SC3 = CV_32SC(3), CV_32SC4 = CV_32SC(4);

    /// <summary>Single precision.</summary>
    public static readonly MatType CV_32FC1 = CV_32FC(1), CV_32FC2 = CV_32FC(2), CV_32FC3 = CV_32FC(3), CV_32FC4 = CV_32FC(4);

    /// <summary>Double precision.</summary>
    public static readonly MatType CV_64FC1 = CV_64FC(1), CV_64FC2 = CV_64FC(2), CV_64FC3 = CV_64FC(3), CV_64FC4 = CV_64FC(4);

    /// <summary>Half precision.</summary>
    public static readonly MatType CV_16FC1 = CV_16FC(1), CV_16FC2 = CV_16FC(2), CV_16FC3 = CV_16FC(3), CV_16FC4 = CV_16FC(4);

    /// <summary>One of the depth constants.</summary>
    public int Depth => Value & ((1 << ChannelShift) - 1);

    /// <summary>Whether an element is made of integers.</summary>
    public bool IsInteger => Depth < CV_32F;

    /// <summary>Channels of an element.</summary>
    public int Channels => (Value >> ChannelShift) + 1;

    /// <summary>The number behind the type.</summary>
    public static explicit operator int(MatType self) => self.Value;

    /// <summary>The type behind a number.</summary>
    public static implicit operator MatType(int value) => new(value);

    /// <summary>Whether a type has that number.</summary>
    public static bool operator ==(MatType self, int other) => self.Value == other;

    /// <summary>Whether a type has another number.</summary>
    public static bool operator !=(MatType self, int other) => self.Value != other;

    /// <summary>The number behind the type.</summary>
    public int ToInt32() => Value;

    /// <summary>The type behind a number.</summary>
    public static MatType FromInt32(int value) => new(value);

    /// <inheritdoc/>
    public bool Equals(int other) => Value == other;

    /// <summary>Unsigned bytes in so many channels.</summary>
    public static MatType CV_8UC(int ch) => MakeType(CV_8U, ch);

    /// <summary>Signed bytes in so many channels.</summary>
    public static MatType CV_8SC(int ch) => MakeType(CV_8S, ch);

    /// <summary>Unsigned 16-bit integers in so many channels.</summary>
    public static MatType CV_16UC(int ch) => MakeType(CV_16U, ch);

    /// <summary>Signed 16-bit integers in so many channels.</summary>
    public static MatType CV_16SC(int ch) => MakeType(CV_16S, ch);

    /// <summary>Signed 32-bit integers in so many channels.</summary>
    public static MatType CV_32SC(int ch) => MakeType(CV_32S, ch);

    /// <summary>Single precision in so many channels.</summary>
    public static MatType CV_32FC(int ch) => MakeType(CV_32F, ch);

    /// <summary>Double precision in so many channels.</summary>
    public static MatType CV_64FC(int ch) => MakeType(CV_64F, ch);

    /// <summary>Half precision in so many channels.</summary>
    public static MatType CV_16FC(int ch) => MakeType(CV_16F, ch);

    /// <summary>A depth in so many channels.</summary>
    public static MatType MakeType(int depth, int channels)
    {
        if (channels is <= 0 or >= 512)
            throw new OpenCvSharpException("Channels count should be 1..511");
        if (depth is < 0 or > CV_16F)
            throw new OpenCvSharpException($"Data type depth should be 0..{CV_16F}");
        return new(depth | ((channels - 1) << ChannelShift));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] depths = ["CV_8U", "CV_8S", "CV_16U", "CV_16S", "CV_32S", "CV_32F", "CV_64F", "CV_16F"];
        var channels = Channels.ToString(CultureInfo.InvariantCulture);
        return Channels <= 4 ? $"{depths[Depth]}C{channels}" : $"{depths[Depth]}C({channels})";
    }
}
