namespace OpenCvSharp;

/// <summary>Which managed type is which element type.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<Type, MatType[]> _accepted = new()
    {
        [typeof(byte)] = [MatType.CV_8UC1, MatType.CV_8SC1],
        [typeof(sbyte)] = [MatType.CV_8UC1, MatType.CV_8SC1],
        [typeof(ushort)] = [MatType.CV_16UC1, MatType.CV_16SC1],
        [typeof(short)] = [MatType.CV_16UC1, MatType.CV_16SC1],
        [typeof(int)] = [MatType.CV_32SC1],
        [typeof(float)] = [MatType.CV_32FC1],
        [typeof(double)] = [MatType.CV_64FC1],
        [typeof(Point)] = [MatType.CV_32SC2],
        [typeof(Size)] = [MatType.CV_32SC2],
        [typeof(Rect)] = [MatType.CV_32SC4],
        [typeof(Point2f)] = [MatType.CV_32FC2],
        [typeof(Vec3b)] = [MatType.CV_8UC3],
        [typeof(Vec4b)] = [MatType.CV_8UC4],
        [typeof(Vec3f)] = [MatType.CV_32FC3],
    };

    internal static bool Accepts(Type managed, MatType element) => _accepted.TryGetValue(managed, out var types)
        ? types.Contains(element)
        : throw new ArgumentException($"Type argument {managed} is not supported");
}
