using Darkroom.Mail;
using Darkroom.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Darkroom.Accounts;

/// <summary>The services of accounts on a silo.</summary>
public static class AccountServices
{
    /// <summary>
    /// Adds what the account grains need. The host adds beside it: brands, <see cref="MasterKey"/>, <see cref="IMailSender"/>,
    /// <see cref="Texts.TextCatalogues"/>, clock, randomness, and a grain storage named <c>darkroom</c> with the encrypting serializer.
    /// </summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<BlindIndex>();
        services.TryAddSingleton<AccountLetters>();
        services.TryAddSingleton<AccountErasure>();
        services.TryAddSingleton<MailPost>();
        return services.AddHostedService(provider => provider.GetRequiredService<MailPost>());
    }
}
