namespace OpenCvSharp;

/// <summary>Up to four numbers, one per channel.</summary>
public record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    /// <summary>Of the first channel.</summary>
    public double Val0 = Val0;

    /// <summary>Of the second channel.</summary>
    public double Val1 = Val1;

    /// <summary>Of the third channel.</summary>
    public double Val2 = Val2;

    /// <summary>Of the fourth channel.</summary>
    public double Val3 = Val3;

    /// <summary>A colour in the order blue, green, red.</summary>
    public static readonly Scalar Black = new(0, 0, 0), White = new(255, 255, 255);

    /// <summary>One number, and zeros.</summary>
    public Scalar(double val0) : this(val0, 0, 0, 0)
    {
    }

    /// <summary>Two numbers, and zeros.</summary>
    public Scalar(double val0, double val1) : this(val0, val1, 0, 0)
    {
    }

    /// <summary>Three numbers, and a zero.</summary>
    public Scalar(double val0, double val1, double val2) : this(val0, val1, val2, 0)
    {
    }

    /// <summary>The number of channel 0 to 3.</summary>
    public double this[int i]
    {
        readonly get => i switch
        {
            0 => Val0,
            1 => Val1,
            2 => Val2,
            3 => Val3,
            _ => throw new ArgumentOutOfRangeException(nameof(i)),
        };
        set
        {
            switch (i)
            {
                case 0:
                    Val0 = value;
                    break;
                case 1:
                    Val1 = value;
                    break;
                case 2:
                    Val2 = value;
                    break;
                case 3:
                    Val3 = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(i));
            }
        }
    }

    /// <summary>The first number.</summary>
    public static explicit operator double(Scalar self) => self.Val0;

    /// <summary>One number, and zeros.</summary>
    public static explicit operator Scalar(double val) => new(val);

    /// <summary>A colour, kept in the order blue, green, red.</summary>
    public static Scalar FromRgb(int r, int g, int b) => new(b, g, r);

    /// <summary>The same number four times.</summary>
    public static Scalar All(double v) => new(v, v, v, v);

    /// <summary>The first number.</summary>
    public readonly double ToDouble() => Val0;
}
