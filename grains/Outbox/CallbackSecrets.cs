using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Darkroom.Security;

namespace Darkroom.Outbox;

/// <summary>
/// Each account's secret for its call-backs. Derived from the master key, so that nothing has to be stored or forgotten; the same
/// for as long as the master key is. Thread-safe.
/// </summary>
public sealed class CallbackSecrets(MasterKey master)
{
    private readonly byte[] key = master.Derive("callback-secrets/v1");

    /// <summary>The secret as the account's owner is shown it: <c>cbs_</c> and 43 characters.</summary>
    public string Of(UserId user) =>
        "cbs_" + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(user.ToString())));
}
