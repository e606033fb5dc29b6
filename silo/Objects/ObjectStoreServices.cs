using Amazon.S3;
using Darkroom.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Darkroom.Objects;

/// <summary>Registers the object store that silos and gateways share.</summary>
public static class ObjectStoreServices
{
    /// <summary>Adds the store in a bucket, the health check <c>objects</c>, and the removal of unfinished uploads. Needs neither keys nor a database.</summary>
    /// <remarks>The bucket is looked at before the host starts to serve: one that cannot be used ends the start with an <see cref="InvalidOperationException"/>.</remarks>
    public static IServiceCollection AddS3ObjectStore(this IServiceCollection services, S3Options options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<IAmazonS3>(_ => S3Service.Connect(options));
        services.AddSingleton<IObjectStore, S3ObjectStore>();
        services.AddSingleton<ObjectStoreHealth>();
        services.AddSingleton<AbandonedUploads>();
        services.AddHostedService<S3Startup>();
        services.AddHostedService(provider => provider.GetRequiredService<AbandonedUploads>());
        services.AddHealthChecks().AddCheck<ObjectStoreHealth>("objects");
        return services;
    }
}
