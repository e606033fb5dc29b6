using Microsoft.Extensions.Options;

namespace Darkroom.Hosting;

/// <summary>Tells what an operator can mend (and should read in one line) from a fault of the program (which keeps its stack).</summary>
public static class StartFailure
{
    /// <summary>The reason in words, or null for a fault.</summary>
    public static string? Explain(Exception error) => error switch
    {
        StartException or OptionsValidationException or ArgumentException => error.Message,
        StorageUnavailableException => $"{error.Message} {error.InnerException?.Message}".Trim(),
        InvalidOperationException when error.Message.StartsWith("DARKROOM_", StringComparison.Ordinal) => error.Message,
        IOException when error.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase) =>
            $"{error.Message} Stop what listens there, or set DARKROOM_URLS to another address.",
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };
}
