namespace OpenCvSharp;

/// <summary>Something to dispose of once; a second time is harmless.</summary>
public abstract class DisposableObject : IDisposable
{
    /// <summary>Whether <see cref="Dispose()"/> was called.</summary>
    public bool IsDisposed { get; protected set; }

    /// <summary>Releases the native object now.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the object owns; <paramref name="disposing"/> is false in a finalizer.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        if (disposing)
            DisposeManaged();
    }

    /// <summary>Releases managed members that own something.</summary>
    protected virtual void DisposeManaged()
    {
    }

    /// <summary>Fails when the object was disposed of.</summary>
    /// <exception cref="ObjectDisposedException">It was.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
