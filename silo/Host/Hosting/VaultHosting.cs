using Darkroom.Objects;
using Darkroom.Storage.Keys;

namespace Darkroom.Silo.Hosting;

/// <summary>Where pictures lie: in a bucket where <c>DARKROOM_S3</c> names a service, else in the data folder.</summary>
internal static class VaultHosting
{
    public static WebApplicationBuilder AddPictureVault(this WebApplicationBuilder builder, VaultOptions vault, S3Options? s3)
    {
        if (s3 is not null)
            builder.Services.AddS3ObjectStore(s3);
        else
            builder.Services.AddLocalObjectStore(vault);
        builder.Services.AddVault(vault);
        return builder;
    }
}
