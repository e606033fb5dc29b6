using System.Text.Json;

namespace Darkroom.Imaging.Child;

/// <summary>
/// The child's log: one line of JSON a time on standard error, which the parent passes on to its own log. Only ids, names of tools,
/// types of errors and figures; never a file's content, name or parameters.
/// </summary>
[Clause("IMG-07")]
internal sealed class ChildLog(TextWriter output)
{
    private readonly Lock turn = new();

    public void Finished(ImagingRequest request, string outcome, TimeSpan took) =>
        Write("information", request, $"{request.Tool} {outcome} in {took.TotalMilliseconds:0} ms");

    // An exception's message may quote what it choked on; its type and place do not.
    public void Failed(ImagingRequest request, Exception error) =>
        Write("error", request, $"{request.Tool} failed: {error.GetType().Name} at {error.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");

    private void Write(string level, ImagingRequest request, string message)
    {
        var line = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["level"] = level,
            ["id"] = request.CorrelationId,
            ["message"] = message,
        });
        lock (turn) output.WriteLine(line);
    }
}
