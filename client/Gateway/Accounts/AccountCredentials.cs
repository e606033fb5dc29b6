using System.Collections.Frozen;
using Darkroom.Accounts;
using Darkroom.Gateway.Callers;
using Orleans;

namespace Darkroom.Gateway.Accounts;

/// <summary>Asks the grain behind a secret, which holds its state in memory. Thread-safe.</summary>
internal sealed class AccountCredentials(IGrainFactory grains) : ICredentials
{
    public async ValueTask<Caller?> Check(BrandId brand, string secret, CancellationToken cancellation)
    {
        var answer = await grains.Authenticate(brand, secret).WaitAsync(cancellation);
        return answer is Authentication.Granted granted
            ? new Caller(
                granted.User, granted.Kind is AccessKind.ApiKey ? CredentialKind.ApiKey : CredentialKind.Session,
                granted.Id, granted.Scopes.ToFrozenSet(StringComparer.Ordinal), IsRestricted: false)
            : null;
    }
}
