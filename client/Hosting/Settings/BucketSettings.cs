using Darkroom.Objects;

namespace Darkroom.Hosting.Settings;

/// <summary>The bucket of the pictures.</summary>
public static class BucketSettings
{
    private static readonly string[] Names =
        ["S3", "S3_BUCKET", "S3_REGION", "S3_ACCESS_KEY", "S3_ACCESS_KEY_FILE", "S3_SECRET_KEY", "S3_SECRET_KEY_FILE", "S3_PATH_STYLE"];

    /// <summary>Reads <see cref="S3Options"/>; null where no service is named, or the settings are of no use, which is noted.</summary>
    public static S3Options? Read(SettingsReader settings)
    {
        foreach (var name in Names)
            settings.Text(name);
        try
        {
            return S3Options.Read(settings.Configuration);
        }
        catch (InvalidOperationException unusable)
        {
            settings.Refuse(unusable.Message);
            return null;
        }
    }

    /// <summary>Reads <see cref="S3Options"/> where pictures cannot lie anywhere else.</summary>
    public static S3Options? ReadForCluster(SettingsReader settings)
    {
        if (settings.Text("S3") is null)
            settings.Refuse("S3", "is not set; a cluster keeps its pictures in a bucket that all silos and gateways reach, such as https://s3.eu-north-1.amazonaws.com with DARKROOM_S3_BUCKET.");
        return Read(settings);
    }
}
