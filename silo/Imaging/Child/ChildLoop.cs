using System.Diagnostics;
using Darkroom.Imaging.Wire;

namespace Darkroom.Imaging.Child;

/// <summary>Serves requests, one at a time, until the parent closes its end of the pipe.</summary>
internal sealed class ChildLoop(FrameStream wire, ToolRunner tools, ChildLog log)
{
    private CancellationTokenSource? underWay;

    /// <summary>Reads frames; a request runs on another thread, so that a cancellation or the parent's end is noticed at once.</summary>
    public async Task Run()
    {
        await wire.Write(Messages.Hello()).ConfigureAwait(false);
        while (await wire.Read().ConfigureAwait(false) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Request:
                    Begin(Messages.ReadRequest(frame));
                    break;
                case FrameKind.Cancel:
                    // Late ones, for a request that has just ended, find nothing to cancel.
                    Volatile.Read(ref underWay)?.Cancel();
                    break;
                default:
                    throw new WireException($"A {frame.Kind} frame is not for a child.");
            }
        }
    }

    private void Begin(ImagingRequest request)
    {
        var source = new CancellationTokenSource();
        if (Interlocked.CompareExchange(ref underWay, source, null) is not null) throw new WireException("A request came during another.");
        _ = Task.Factory.StartNew(() => Serve(request, source), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Serve(ImagingRequest request, CancellationTokenSource source)
    {
        var watch = Stopwatch.StartNew();
        Frame answer;
        string outcome;
        try
        {
            var result = tools.Run(request, Report, source.Token);
            answer = Messages.Result(result);
            outcome = result.GetType().Name;
        }
        catch (OperationCanceledException)
        {
            answer = Messages.Canceled();
            outcome = nameof(FrameKind.Canceled);
        }
        catch (Exception error)
        {
            log.Failed(request, error);
            var memory = error is OutOfMemoryException;
            answer = Messages.Result(new ImagingResult.Faulted(memory ? ImagingErrors.MemoryLimit : ImagingErrors.Internal));
            outcome = nameof(FrameKind.Faulted);
        }

        log.Finished(request, outcome, watch.Elapsed);
        // Ready for the next request before the parent can know that this one is over.
        Volatile.Write(ref underWay, null);
        Send(answer);
    }

    private void Report(double done) => Send(Messages.Progress(done));

    private void Send(Frame frame)
    {
        try
        {
            wire.Write(frame).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The parent has gone; the reading side notices and ends the process.
        }
    }
}
