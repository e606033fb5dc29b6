using Darkroom.Accounts;
using Darkroom.Mail;

namespace Darkroom.Silo.Hosting;

/// <summary>Accounts, and the mail that they send.</summary>
internal static class AccountHosting
{
    public static void AddAccounts(this WebApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddSingleton<IMailSender>(services => options.Smtp is { } smtp
            ? new SmtpSender(smtp)
            : new MailFolder(Path.Combine(options.Data, "mail"),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<RandomSource>()));
        builder.Services.AddAccounts();
    }
}
