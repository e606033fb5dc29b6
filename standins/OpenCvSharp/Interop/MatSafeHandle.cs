namespace OpenCvSharp;

/// <summary>Owns a native matrix header and its share of the pixels.</summary>
public sealed class MatSafeHandle : OpenCvSafeHandle
{
    private readonly PinnedPixels? _pixels;

    /// <summary>An owning handle that is still empty.</summary>
    public MatSafeHandle()
    {
    }

    /// <summary>A handle to an existing native matrix.</summary>
    public MatSafeHandle(IntPtr existingHandle, bool ownsHandle) : base(existingHandle, ownsHandle)
    {
    }

    /// <summary>A handle to a matrix over a managed array, which stays pinned at least as long.</summary>
    internal MatSafeHandle(IntPtr existingHandle, PinnedPixels? pixels) : base(existingHandle, true)
    {
        pixels?.Hold();
        _pixels = pixels;
    }

    /// <summary>The managed array under the pixels, or null when OpenCV or the caller owns them.</summary>
    internal PinnedPixels? Pixels => _pixels;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        var released = NativeMethods.MatDelete(handle) == 0;
        _pixels?.Release();
        return released;
    }
}
