using System.Collections.Concurrent;
using Darkroom.Imaging;

namespace Darkroom.Silo.Tests.Support;

/// <summary>
/// Not an imaging engine: answers what the test says, so that the work around the engine can be tested without pictures.
/// By default the result is the bytes <c>a result</c>.
/// </summary>
internal sealed class FakeEngine : IImagingEngine
{
    private int running;

    public int Capacity { get; init; } = 2;

    public Func<ImagingRequest, IProgress<double>, CancellationToken, Task<ImagingResult>> Work { get; set; } =
        (_, _, _) => Task.FromResult<ImagingResult>(Result);

    public static ImagingResult.Done Result { get; } = new([new ImagingOutput("a result"u8.ToArray(), "image/png", "png", 5, 5)]);

    public ConcurrentQueue<ImagingRequest> Requests { get; } = new();

    public int MostAtOnce { get; private set; }

    public async Task<ImagingResult> Run(ImagingRequest request, IProgress<double> progress, CancellationToken cancellation)
    {
        Requests.Enqueue(request);
        lock (Requests)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++running);
        }

        try
        {
            return await Work(request, progress, cancellation);
        }
        finally
        {
            lock (Requests)
            {
                running--;
            }
        }
    }
}
