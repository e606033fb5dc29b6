using Amazon.S3;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Objects;

/// <summary>Looks at the bucket before anything is served: one that cannot be used stops the start with a text that says what to do.</summary>
internal sealed partial class S3Startup(IAmazonS3 client, S3Options options, ILogger<S3Startup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await S3Service.Check(client, options, cancellationToken))
        {
            LogVersions(logger, options.Bucket);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bucket {Bucket} keeps versions: the bytes of forgotten pictures stay there, readable to nobody. Turn versioning off.")]
    private static partial void LogVersions(ILogger logger, string bucket);
}
