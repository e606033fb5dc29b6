using System.Diagnostics;
using Darkroom.Imaging.Wire;
using Microsoft.Extensions.Logging;

namespace Darkroom.Imaging.Pool;

/// <summary>
/// One child process as its parent sees it. Runs one request at a time. Once <see cref="Usable"/> is false it stays so.
/// Killing is safe from any thread.
/// </summary>
internal sealed class ImagingChild : IAsyncDisposable
{
    private readonly Process process;
    private readonly FrameStream wire;
    private readonly Task logging;
    private readonly ImagingOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private long bytes;
    private int requests;
    private int broken;

    private ImagingChild(Process process, ImagingOptions options, TimeProvider time, ILogger logger)
    {
        (this.process, this.options, this.time, this.logger) = (process, options, time, logger);
        wire = new FrameStream(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, WireLimits.Standard);
        logging = ChildOutput.Forward(process.StandardError, process.Id, logger);
    }

    public int ProcessId => process.Id;

    /// <summary>May take another request.</summary>
    public bool Usable =>
        Volatile.Read(ref broken) == 0 && !process.HasExited && requests < options.RequestsPerChild && bytes < options.BytesPerChild;

    /// <summary>The tools that it has run: their models are loaded.</summary>
    public HashSet<string> Warm { get; } = [];

    /// <summary>Starts a process and waits until it speaks; null when it does not come up in time.</summary>
    public static async Task<ImagingChild?> Start(ImagingOptions options, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        Process? process = null;
        try
        {
            process = Process.Start(ChildProgram.Describe(options));
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            PoolLog.StartFailed(logger, error);
        }

        if (process is null) return null;
        var child = new ImagingChild(process, options, time, logger);
        if (await child.Greets(cancellation).ConfigureAwait(false)) return child;
        await child.DisposeAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return null;
    }

    /// <summary>Runs one request to its end.</summary>
    /// <exception cref="OperationCanceledException">Canceled; the work has stopped, with its process if need be.</exception>
    public async Task<ImagingResult> Run(ImagingRequest request, TimeSpan longest, IProgress<double> progress, CancellationToken cancellation)
    {
        requests++;
        bytes += request.Inputs.Sum(input => (long)input.Length);
        using var deadline = new CancellationTokenSource(longest, time);
        await using var onDeadline = deadline.Token.Register(Kill).ConfigureAwait(false);
        using var patience = new CancellationTokenSource();
        await using var onPatience = patience.Token.Register(Kill).ConfigureAwait(false);
        await using var onCancel = cancellation.Register(() => AskToStop(patience)).ConfigureAwait(false);
        try
        {
            await wire.Write(Messages.Request(request), CancellationToken.None).ConfigureAwait(false);
            var result = await Answer(progress).ConfigureAwait(false);
            Warm.Add(request.Tool);
            // A canceled request may have ended by itself first; its result is whole, but nobody wants it.
            cancellation.ThrowIfCancellationRequested();
            return result ?? throw new OperationCanceledException(cancellation);
        }
        catch (IOException)
        {
            Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            PoolLog.Died(logger, request.CorrelationId, request.Tool, process.Id, process.ExitCode, deadline.IsCancellationRequested);
            return new ImagingResult.Faulted(deadline.IsCancellationRequested ? ImagingErrors.TimeLimit : ImagingErrors.Crashed);
        }
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        Volatile.Write(ref broken, 1);
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await logging.ConfigureAwait(false);
        wire.Dispose();
        process.Dispose();
    }

    private async Task<bool> Greets(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.StartTime, time);
        await using var onDeadline = deadline.Token.Register(Kill).ConfigureAwait(false);
        await using var onCancel = cancellation.Register(Kill).ConfigureAwait(false);
        try
        {
            return await wire.Read(CancellationToken.None).ConfigureAwait(false) is { Kind: FrameKind.Hello } hello
                && Messages.ReadHello(hello) == Wire.Frame.Version;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Null when the child says that it has stopped as asked.
    private async Task<ImagingResult?> Answer(IProgress<double> progress)
    {
        while (true)
        {
            var frame = await wire.Read(CancellationToken.None).ConfigureAwait(false) ?? throw new EndOfStreamException();
            bytes += frame.Blobs.Sum(blob => (long)blob.Length);
            switch (frame.Kind)
            {
                case FrameKind.Progress:
                    progress.Report(Math.Clamp(Messages.ReadProgress(frame), 0, 1));
                    break;
                case FrameKind.Canceled:
                    return null;
                default:
                    var result = Messages.ReadResult(frame);
                    // Whoever ran out of memory once is too fragmented to be trusted again.
                    if (result is ImagingResult.Faulted { Error.Code: var code } && code == ImagingErrors.MemoryLimit.Code) Volatile.Write(ref broken, 1);
                    return result;
            }
        }
    }

    private void AskToStop(CancellationTokenSource patience)
    {
        patience.CancelAfter(options.CancelTime);
        _ = Ask();

        async Task Ask()
        {
            try
            {
                await wire.Write(Messages.Cancel()).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                // It has died, which stops the work too.
            }
        }
    }
}
