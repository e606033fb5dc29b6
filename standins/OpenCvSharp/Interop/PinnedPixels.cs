using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>
/// A managed array under one or more native headers, pinned until the last of them is gone. Each header counts once,
/// so that neither a disposed parent nor a disposed region unpins it under the other.
/// </summary>
internal sealed class PinnedPixels(Array array)
{
    private readonly Lock _gate = new();
    private GCHandle _pin = GCHandle.Alloc(array, GCHandleType.Pinned);
    private int _headers;

    internal IntPtr Address => _pin.AddrOfPinnedObject();

    internal void Hold()
    {
        lock (_gate)
            _headers++;
    }

    internal void Release()
    {
        lock (_gate)
        {
            if (--_headers == 0)
                _pin.Free();
        }
    }
}
