using Darkroom.Jobs;

namespace Darkroom.Imaging.Wire;

/// <summary>The frames' heads, written and read in one place.</summary>
internal static class Messages
{
    public static Frame Hello() => Frame.Of(FrameKind.Hello, head => head.Write(Frame.Version));

    public static int ReadHello(Frame frame) => frame.Read(head => head.ReadInt32());

    public static Frame Request(ImagingRequest request) => Frame.Of(
        FrameKind.Request,
        head =>
        {
            head.Write(request.CorrelationId);
            head.Write(request.Tool);
            head.Write(request.Parameters);
        },
        request.Inputs);

    public static ImagingRequest ReadRequest(Frame frame) =>
        frame.Read(head => new ImagingRequest(head.ReadString(), head.ReadString(), head.ReadString(), frame.Blobs));

    public static Frame Cancel() => Frame.Of(FrameKind.Cancel);

    public static Frame Canceled() => Frame.Of(FrameKind.Canceled);

    public static Frame Progress(double done) => Frame.Of(FrameKind.Progress, head => head.Write(done));

    public static double ReadProgress(Frame frame) => frame.Read(head => head.ReadDouble());

    public static Frame Result(ImagingResult result) => result switch
    {
        ImagingResult.Done done => Frame.Of(FrameKind.Done, head => WriteOutputs(head, done.Outputs), [.. done.Outputs.Select(output => output.Bytes)]),
        ImagingResult.Rejected rejected => Frame.Of(FrameKind.Rejected, head => WriteError(head, rejected.Error)),
        ImagingResult.Faulted faulted => Frame.Of(FrameKind.Faulted, head => WriteError(head, faulted.Error)),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    public static ImagingResult ReadResult(Frame frame) => frame.Kind switch
    {
        FrameKind.Done => new ImagingResult.Done(frame.Read(head => ReadOutputs(head, frame.Blobs))),
        FrameKind.Rejected => new ImagingResult.Rejected(frame.Read(ReadError)),
        FrameKind.Faulted => new ImagingResult.Faulted(frame.Read(ReadError)),
        _ => throw new WireException($"A {frame.Kind} frame is not a result."),
    };

    private static void WriteOutputs(BinaryWriter head, IReadOnlyList<ImagingOutput> outputs)
    {
        foreach (var output in outputs)
        {
            head.Write(output.Type);
            head.Write(output.Extension);
            head.Write(output.Width);
            head.Write(output.Height);
        }
    }

    private static ImagingOutput[] ReadOutputs(BinaryReader head, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        var outputs = new ImagingOutput[blobs.Count];
        for (var n = 0; n < outputs.Length; n++)
            outputs[n] = new ImagingOutput(blobs[n], head.ReadString(), head.ReadString(), head.ReadInt32(), head.ReadInt32());
        return outputs;
    }

    private static void WriteError(BinaryWriter head, JobError error)
    {
        head.Write(error.Code);
        head.Write(error.Detail);
    }

    private static JobError ReadError(BinaryReader head) => new(head.ReadString(), head.ReadString());
}
