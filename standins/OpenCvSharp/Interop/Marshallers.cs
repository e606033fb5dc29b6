using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace OpenCvSharp;

/// <summary>An input argument as the native side reads it: nothing, a matrix, four numbers, or one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInput
{
    internal IntPtr Matrix;
    internal long Kind;
    internal Scalar Numbers;
}

/// <summary>Passes a <see cref="Mat"/> as a pointer and keeps its native object alive during the call.</summary>
[CustomMarshaller(typeof(Mat), MarshalMode.ManagedToUnmanagedIn, typeof(ManagedToNative))]
internal static class MatMarshaller
{
    internal ref struct ManagedToNative
    {
        private MatSafeHandle? _handle;

        public void FromManaged(Mat mat)
        {
            ArgumentNullException.ThrowIfNull(mat);
            var held = false;
            mat.Handle.DangerousAddRef(ref held);
            _handle = mat.Handle;
        }

        public readonly IntPtr ToUnmanaged() => _handle!.DangerousGetHandle();

        public readonly void Free() => _handle?.DangerousRelease();
    }
}

/// <summary>Passes an <see cref="OutputArray"/> as a pointer to its matrix.</summary>
[CustomMarshaller(typeof(OutputArray), MarshalMode.ManagedToUnmanagedIn, typeof(ManagedToNative))]
internal static class OutputArrayMarshaller
{
    internal ref struct ManagedToNative
    {
        private MatMarshaller.ManagedToNative _mat;

        public void FromManaged(OutputArray array)
        {
            ArgumentNullException.ThrowIfNull(array);
            _mat.FromManaged(array.Mat);
        }

        public readonly IntPtr ToUnmanaged() => _mat.ToUnmanaged();

        public readonly void Free() => _mat.Free();
    }
}

/// <summary>Passes an <see cref="InputArray"/> (null means no array) by value.</summary>
[CustomMarshaller(typeof(InputArray), MarshalMode.ManagedToUnmanagedIn, typeof(ManagedToNative))]
internal static class InputArrayMarshaller
{
    internal ref struct ManagedToNative
    {
        private MatMarshaller.ManagedToNative _mat;
        private NativeInput _input;

        public void FromManaged(InputArray? array)
        {
            if (array is null)
                return;
            _input.Kind = (long)array.Kind;
            _input.Numbers = array.Numbers;
            if (array.Mat is not { } mat)
                return;
            _mat.FromManaged(mat);
            _input.Matrix = _mat.ToUnmanaged();
        }

        public readonly NativeInput ToUnmanaged() => _input;

        public readonly void Free() => _mat.Free();
    }
}
