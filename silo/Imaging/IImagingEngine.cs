using Darkroom.Jobs;

namespace Darkroom.Imaging;

/// <summary>
/// Runs tools in child processes with memory and time limits, so that a decoder or a model that crashes, leaks or loops harms
/// one attempt only. Plaintext pixels stay in memory. Thread-safe; requests beyond the pool's capacity wait their turn.
/// </summary>
public interface IImagingEngine
{
    /// <summary>How many requests run at once.</summary>
    int Capacity { get; }

    /// <summary>Runs one attempt. Never throws for a bad picture or a dying child: the result says so.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled; the child's work was stopped.</exception>
    Task<ImagingResult> Run(ImagingRequest request, IProgress<double> progress, CancellationToken cancellation);
}

/// <summary>One attempt at one job.</summary>
/// <param name="CorrelationId">Appears in the logs of parent and child; holds nothing personal.</param>
/// <param name="Tool">A name from the tool catalogue.</param>
/// <param name="Parameters">Normalised JSON.</param>
/// <param name="Inputs">The files as uploaded (JPEG, PNG, …).</param>
public sealed record ImagingRequest(
    string CorrelationId, string Tool, string Parameters, IReadOnlyList<ReadOnlyMemory<byte>> Inputs);

/// <summary>One encoded result without any metadata of the input.</summary>
/// <param name="Extension">Without a dot, for the download's file name.</param>
public sealed record ImagingOutput(ReadOnlyMemory<byte> Bytes, string Type, string Extension, int Width, int Height);

/// <summary>How an attempt ended.</summary>
public abstract record ImagingResult
{
    private ImagingResult() { }

    /// <summary>The result files.</summary>
    public sealed record Done(IReadOnlyList<ImagingOutput> Outputs) : ImagingResult;

    /// <summary>The picture or the parameters are at fault.</summary>
    public sealed record Rejected(JobError Error) : ImagingResult;

    /// <summary>Our side is at fault: a crash, a limit, a missing model.</summary>
    public sealed record Faulted(JobError Error) : ImagingResult;
}
