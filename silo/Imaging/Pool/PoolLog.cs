using Microsoft.Extensions.Logging;

namespace Darkroom.Imaging.Pool;

/// <summary>What the pool logs.</summary>
internal static partial class PoolLog
{
    [LoggerMessage(1, LogLevel.Information, "Imaging child {ProcessId} started.")]
    public static partial void Started(ILogger logger, int processId);

    [LoggerMessage(2, LogLevel.Error, "An imaging child could not be started.")]
    public static partial void StartFailed(ILogger logger, Exception error);

    [LoggerMessage(3, LogLevel.Error, "An imaging child did not come up within {Limit}.")]
    public static partial void NotUp(ILogger logger, TimeSpan limit);

    [LoggerMessage(4, LogLevel.Warning, "Imaging child {ProcessId} died with code {ExitCode} at {Tool} of {CorrelationId} (time limit: {TimeLimit}).")]
    public static partial void Died(ILogger logger, string correlationId, string tool, int processId, int exitCode, bool timeLimit);

    [LoggerMessage(5, LogLevel.Debug, "Imaging child {ProcessId} for {CorrelationId}: {Message}")]
    public static partial void ChildSaid(ILogger logger, string correlationId, int processId, string message);

    [LoggerMessage(6, LogLevel.Error, "Imaging child {ProcessId} for {CorrelationId}: {Message}")]
    public static partial void ChildFailed(ILogger logger, string correlationId, int processId, string message);

    // Codecs print warnings about oddities of users' files, which concern nobody.
    [LoggerMessage(7, LogLevel.Debug, "Imaging child {ProcessId} printed: {Line}")]
    public static partial void ChildPrinted(ILogger logger, int processId, string line);

    [LoggerMessage(8, LogLevel.Error, "The result of {Tool} for {CorrelationId} is not the picture it claims to be.")]
    public static partial void BadResult(ILogger logger, string tool, string correlationId);
}
