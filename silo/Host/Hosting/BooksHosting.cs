using Darkroom.Brands;
using Darkroom.Hosting;
using Darkroom.Hosting.Settings;
using Darkroom.Retention;
using Darkroom.Storage;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;

namespace Darkroom.Silo.Hosting;

/// <summary>What a silo does with the key of the books: it seals the days, and forgets details of spending where a brand promises that.</summary>
internal static class BooksHosting
{
    /// <summary>Reads <c>DARKROOM_BOOKS_KEY_FILE</c> for a silo of a cluster; null when it is unset.</summary>
    public static BooksKeyFile? ReadForCluster(SettingsReader settings) => Read(settings) is { } file ? new BooksKeyFile(file, MayMake: false) : null;

    /// <summary>Reads the same for an embedded server, which makes a key beside its data where none is named.</summary>
    public static BooksKeyFile Read(SettingsReader settings, string dataFolder) => BooksKeyFile.Beside(dataFolder, Read(settings));

    /// <summary>Adds it.</summary>
    /// <param name="key">Null where there is none: then days are sealed by whoever has it, with <c>darkroom ledger close</c>.</param>
    /// <exception cref="SettingsException">A brand promises to forget details, which nobody can without a key.</exception>
    public static void AddBooks(this IServiceCollection services, IBrands brands, BooksKeyFile? key)
    {
        if (key is not null)
        {
            services.AddSingleton(key).AddSingleton<IExpiredRecords, SpendingRetention>().AddHostedService<DayClosing>();
        }
        else if (BooksKeyGuard.Promising(brands).FirstOrDefault() is { } brand)
        {
            throw new SettingsException([
                $"DARKROOM_BOOKS_KEY_FILE is not set, and brands/{brand.Id}.json promises to forget details of spending ($.retention.spending), for which the books are signed "
                + "('openssl ecparam -name prime256v1 -genkey -noout' makes a key; all silos share it)."]);
        }
        else
        {
            services.AddSingleton<IBrandGuard, BooksKeyGuard>();
        }
    }

    private static string? Read(SettingsReader settings)
    {
        if (settings.Text("BOOKS_KEY_FILE") is not { } file)
            return null;
        try
        {
            using var key = new BooksKeyFile(file, MayMake: false).Load();
            if (!key.CanSign)
                settings.Unusable("BOOKS_KEY_FILE", file, "a file with a private key: this one is a public half, which cannot sign");
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            settings.Unusable("BOOKS_KEY_FILE", file, "a file with an EC key on the curve P-256 in PEM ('openssl ecparam -name prime256v1 -genkey -noout' makes one)");
        }

        return file;
    }
}
