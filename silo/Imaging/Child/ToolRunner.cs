using Darkroom.Imaging.Models;
using Darkroom.Imaging.Pixels;
using Darkroom.Imaging.Tools;
using Darkroom.Jobs;
using OpenCvSharp;
using ErrorCode = OpenCvSharp.ErrorCode;

namespace Darkroom.Imaging.Child;

/// <summary>Runs requests in the child: decodes, runs the tool, and sorts what can go wrong by whose fault it is.</summary>
internal sealed class ToolRunner(PictureDecoder decoder, IReadOnlyDictionary<string, IPictureTool> tools)
{
    /// <summary>Every tool of the catalogue.</summary>
    public static ToolRunner Create(ChildOptions options)
    {
        Cv2.SetNumThreads(options.Threads);
        var models = new ModelStore(options.Models, options.Threads);
        return new ToolRunner(new PictureDecoder(options.MaximumPixels), new Dictionary<string, IPictureTool>
        {
            ["resize"] = new ResizeWork(options.Threads),
            ["denoise"] = new DenoiseWork(),
            ["remove-background"] = new RemoveBackgroundWork(new SubjectModel(models), options.Threads),
        });
    }

    /// <summary>Runs one request.</summary>
    /// <exception cref="OperationCanceledException">Stopped as asked.</exception>
    public ImagingResult Run(ImagingRequest request, Action<double> report, CancellationToken cancellation)
    {
        if (!tools.TryGetValue(request.Tool, out var tool)) return new ImagingResult.Faulted(ImagingErrors.UnknownTool);
        if (request.Inputs.Count != 1) return Rejected(ImagingErrors.BadParameters, "The tool takes one picture.");
        var work = new Work(report, cancellation);
        try
        {
            switch (decoder.Decode(request.Inputs[0].Span, header => tool.Enough(header, request.Parameters)))
            {
                case DecodeResult.Refused refused:
                    return new ImagingResult.Rejected(refused.Error);
                case DecodeResult.Decoded { Picture: var picture }:
                    using (picture)
                    {
                        work.Reached(0.2);
                        return new ImagingResult.Done([tool.Run(picture, request.Parameters, work)]);
                    }

                default:
                    throw new InvalidOperationException("A decoder decodes or refuses.");
            }
        }
        catch (FormatException)
        {
            return Rejected(ImagingErrors.BadParameters, "The parameters are not what the tool takes.");
        }
        catch (ModelMissingException)
        {
            return new ImagingResult.Faulted(ImagingErrors.ModelMissing);
        }
        catch (OpenCVException error) when (error.Status == ErrorCode.StsNoMem)
        {
            throw new InsufficientMemoryException("OpenCV has no more memory.", error);
        }
    }

    private static ImagingResult.Rejected Rejected(string code, string detail) => new(new JobError(code, detail));
}
