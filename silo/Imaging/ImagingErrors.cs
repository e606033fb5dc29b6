using Darkroom.Jobs;

namespace Darkroom.Imaging;

/// <summary>Faults of our side, with stable codes. Codes for bad pictures are in <see cref="Pictures.PictureRefusal"/>.</summary>
public static class ImagingErrors
{
    /// <summary>The child process died at work.</summary>
    public static readonly JobError Crashed = new("worker_crashed", "The process that worked on the picture ended unexpectedly.");

    /// <summary>The child process was stopped because it took too long.</summary>
    public static readonly JobError TimeLimit = new("time_limit", "The work took longer than it may.");

    /// <summary>The work wanted more memory than it may have.</summary>
    public static readonly JobError MemoryLimit = new("memory_limit", "The work needed more memory than it may have.");

    /// <summary>The child process could not be started.</summary>
    public static readonly JobError Unavailable = new("imaging_unavailable", "The process that works on pictures could not be started.");

    /// <summary>The result was not what it claimed to be.</summary>
    public static readonly JobError BadResult = new("bad_result", "The work ended with a result that is not a picture.");

    /// <summary>An error inside the tool that is nobody's picture's fault.</summary>
    public static readonly JobError Internal = new("internal", "The work failed on our side.");

    /// <summary>The request names a tool that this build does not have.</summary>
    public static readonly JobError UnknownTool = new("unknown_tool", "This worker does not have the tool.");

    /// <summary>A model file is absent or not the one that the manifest names.</summary>
    public static readonly JobError ModelMissing = new("model_missing", "The model that the tool needs is not installed.");

    /// <summary>Parameters that a check should have refused earlier.</summary>
    public const string BadParameters = "bad_parameters";
}
