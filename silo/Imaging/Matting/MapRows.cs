using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>
/// A map of the working size seen at full size, one row at a time: rows are mixed when a row begins, columns only where a pixel asks.
/// For one thread.
/// </summary>
internal sealed class MapRows
{
    private readonly Mat map;
    private readonly int channels;
    private readonly double rowScale;
    private readonly float[] row;

    public MapRows(Mat map, int fullHeight)
    {
        this.map = map;
        channels = map.Channels();
        rowScale = map.Rows / (double)fullHeight;
        row = new float[map.Cols * channels];
    }

    /// <summary>Begins the row.</summary>
    public void Begin(int y)
    {
        var at = Math.Clamp(((y + 0.5) * rowScale) - 0.5, 0, map.Rows - 1);
        var above = (int)at;
        var below = Math.Min(above + 1, map.Rows - 1);
        var part = (float)(at - above);
        var from = Values(above);
        var to = Values(below);
        System.Numerics.Tensors.TensorPrimitives.Lerp(from, to, part, row);
    }

    /// <summary>One channel's value.</summary>
    public float Value(in Column column) => row[column.Left] + ((row[column.Right] - row[column.Left]) * column.Part);

    /// <summary>Three channels' values.</summary>
    public Vec3f Colour(in Column column)
    {
        var (left, right, part) = (column.Left * 3, column.Right * 3, column.Part);
        return new Vec3f(
            row[left] + ((row[right] - row[left]) * part),
            row[left + 1] + ((row[right + 1] - row[left + 1]) * part),
            row[left + 2] + ((row[right + 2] - row[left + 2]) * part));
    }

    /// <summary>Where each full-size column lies between the map's columns.</summary>
    public static Column[] Columns(int fullWidth, int mapWidth)
    {
        var columns = new Column[fullWidth];
        for (var x = 0; x < fullWidth; x++)
        {
            var at = Math.Clamp(((x + 0.5) * mapWidth / fullWidth) - 0.5, 0, mapWidth - 1);
            var left = (int)at;
            columns[x] = new Column(left, Math.Min(left + 1, mapWidth - 1), (float)(at - left));
        }

        return columns;
    }

    private ReadOnlySpan<float> Values(int y) => channels == 1 ? map.RowSpan<float>(y) : MemoryMarshal.Cast<Vec3f, float>(map.RowSpan<Vec3f>(y));

    /// <summary>Neighbouring columns and the share of the right one.</summary>
    internal readonly record struct Column(int Left, int Right, float Part);
}
