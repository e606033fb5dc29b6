using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Owns one native object; released once, by disposal or else by the finalizer.</summary>
public abstract class OpenCvSafeHandle : SafeHandle
{
    /// <summary>An owning handle that is still empty.</summary>
    protected OpenCvSafeHandle() : this(true)
    {
    }

    /// <summary>An empty handle.</summary>
    protected OpenCvSafeHandle(bool ownsHandle) : base(IntPtr.Zero, ownsHandle)
    {
    }

    /// <summary>A handle to an existing native object.</summary>
    protected OpenCvSafeHandle(IntPtr existingHandle, bool ownsHandle) : this(ownsHandle) => SetHandle(existingHandle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == IntPtr.Zero;
}
