namespace OpenCvSharp;

/// <summary>Several matrices as pointers, kept alive until disposal.</summary>
internal readonly ref struct MatList
{
    private readonly Mat[] _held;

    internal MatList(Mat[] mats)
    {
        ArgumentNullException.ThrowIfNull(mats);
        _held = mats;
        Pointers = new IntPtr[mats.Length];
        var held = 0;
        try
        {
            for (; held < mats.Length; held++)
            {
                var done = false;
                mats[held].Handle.DangerousAddRef(ref done);
                Pointers[held] = mats[held].Handle.DangerousGetHandle();
            }
        }
        catch
        {
            Release(held);
            throw;
        }
    }

    internal IntPtr[] Pointers { get; }

    public void Dispose() => Release(_held.Length);

    private void Release(int count)
    {
        for (var i = 0; i < count; i++)
            _held[i].Handle.DangerousRelease();
    }
}
