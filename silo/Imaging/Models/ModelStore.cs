using Microsoft.ML.OnnxRuntime;

namespace Darkroom.Imaging.Models;

/// <summary>
/// The models of one child: each is loaded on first use, shared, and stays loaded until the process ends. The process's memory limit
/// bounds them. Thread-safe.
/// </summary>
/// <param name="folder">Where <c>NAME.onnx</c> files are; empty for none.</param>
/// <param name="threads">Threads of one inference.</param>
internal sealed class ModelStore(string folder, int threads) : IDisposable
{
    private readonly Dictionary<string, InferenceSession> loaded = [];
    private readonly Lock turn = new();

    /// <summary>The session of a model.</summary>
    /// <exception cref="ModelMissingException">There is no such file, or the runtime cannot load it.</exception>
    public InferenceSession Get(string name)
    {
        lock (turn)
        {
            if (loaded.TryGetValue(name, out var session)) return session;
            var file = Path.Combine(folder, name + ".onnx");
            if (folder.Length == 0 || !File.Exists(file)) throw new ModelMissingException(name);
            using var options = Options();
            try
            {
                return loaded[name] = new InferenceSession(file, options);
            }
            catch (OnnxRuntimeException error)
            {
                throw new ModelMissingException(name, error);
            }
        }
    }

    public void Dispose()
    {
        foreach (var session in loaded.Values) session.Dispose();
        loaded.Clear();
    }

    private SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            // Measured on ISNet: with the arena alone the peak is two thirds of that with the pattern, at the same speed.
            EnableMemoryPattern = false,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Children share the cores: a thread that spins while it waits takes them from its neighbours.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}

/// <summary>A model is not installed, or is not loadable.</summary>
internal sealed class ModelMissingException(string model, Exception? inner = null) : Exception($"The model '{model}' is not available.", inner);
