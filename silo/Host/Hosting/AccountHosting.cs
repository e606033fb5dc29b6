using Darkroom.Accounts;
using Darkroom.Brands;
using Darkroom.Gateway;
using Darkroom.Gateway.Accounts;
using Darkroom.Mail;
using Darkroom.Texts;

namespace Darkroom.Silo.Hosting;

/// <summary>Brands, texts, mail and accounts.</summary>
internal static class AccountHosting
{
    /// <summary>Stands in for a contact address that the operator has not set; on a developer's machine only.</summary>
    private const string LocalContact = "privacy@localhost";

    /// <exception cref="BrandFileException">The brand files do not hold together; every problem is listed.</exception>
    /// <exception cref="InvalidOperationException">A setting is unusable, or a brand speaks a language that there are no texts in.</exception>
    public static void AddAccounts(this WebApplicationBuilder builder, HostOptions options)
    {
        var brands = BrandFiles.Load(options.Brands, name => builder.Configuration[name], builder.IsEmbedded() ? LocalContact : null);
        var texts = TextCatalogues.Load(typeof(TextCatalogues).Assembly, typeof(GatewayEndpoints).Assembly);
        foreach (var brand in brands.All.Values)
        {
            if (brand.Languages.Except(texts.Languages).ToList() is { Count: > 0 } unknown)
            {
                throw new InvalidOperationException($"The brand '{brand.Id}' speaks {string.Join(", ", unknown)}, but there are texts in "
                    + $"{string.Join(", ", texts.Languages)} only: correct $.languages in its file, or add catalogues.");
            }
        }

        builder.Services.AddSingleton<IBrands>(brands);
        builder.Services.AddSingleton(texts);
        builder.Services.AddSingleton<IMailSender>(services => SmtpServer(builder.Configuration) is { } smtp
            ? new SmtpSender(smtp)
            : new MailFolder(Path.Combine(options.Data, "mail"),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<RandomSource>()));
        builder.Services.AddAccounts();
        builder.Services.AddAccountEndpoints();
    }

    /// <summary>
    /// <c>DARKROOM_SMTP</c> (<c>host</c> or <c>host:port</c>), <c>DARKROOM_SMTP_USER</c>, <c>DARKROOM_SMTP_PASSWORD</c>, and
    /// <c>DARKROOM_SMTP_TLS=no</c> for a server on this machine. Null when unset: then mails are files.
    /// </summary>
    private static SmtpSettings? SmtpServer(ConfigurationManager configuration)
    {
        if (configuration["SMTP"] is not { Length: > 0 } server)
        {
            return null;
        }

        var colon = server.LastIndexOf(':');
        var port = 587;
        if (colon >= 0 && (!int.TryParse(server[(colon + 1)..], out port) || port is < 1 or > 65535))
        {
            throw new InvalidOperationException($"DARKROOM_SMTP is '{server}'; it must be a host, or host:port such as mail.example.org:587.");
        }

        return new SmtpSettings(colon < 0 ? server : server[..colon], port,
            !string.Equals(configuration["SMTP_TLS"], "no", StringComparison.OrdinalIgnoreCase), configuration["SMTP_USER"], configuration["SMTP_PASSWORD"]);
    }
}
