using Darkroom.Objects;
using Darkroom.Storage.Keys;

namespace Darkroom.Silo.Hosting;

/// <summary>Where pictures lie: in a bucket where <c>DARKROOM_S3</c> names a service, else in the data folder.</summary>
internal static class VaultHosting
{
    public static WebApplicationBuilder AddPictureVault(this WebApplicationBuilder builder, HostOptions options)
    {
        var vault = VaultOptions.Read(builder.Configuration, options.Data);
        if (S3Options.Read(builder.Configuration) is { } s3)
        {
            builder.Services.AddS3ObjectStore(s3);
        }
        else
        {
            builder.Services.AddLocalObjectStore(vault);
        }

        builder.Services.AddVault(vault);
        return builder;
    }
}
