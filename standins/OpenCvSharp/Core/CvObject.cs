namespace OpenCvSharp;

/// <summary>An object of OpenCV.</summary>
public abstract class CvObject : DisposableObject
{
    /// <summary>The native object's address. Valid until it is disposed of.</summary>
    public abstract IntPtr CvPtr { get; }
}
