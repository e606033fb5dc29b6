using System.Security.Cryptography;
using System.Text;
using Darkroom.Gateway.Callers;
using Darkroom.Idempotency;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Idempotency;

/// <summary>The request header <c>Idempotency-Key</c>: 1 to 255 visible ASCII characters, of the client's making, good for 24 hours.</summary>
internal static class KeyHeader
{
    public const string Name = "Idempotency-Key";
    private const int Longest = 255;

    /// <summary>Reads the header. False when it is there and unusable.</summary>
    public static bool TryRead(HttpContext context, out string? key)
    {
        key = context.Request.Headers.TryGetValue(Name, out var values) ? values.ToString() : null;
        return key is null || (key.Length is > 0 and <= Longest && key.All(c => c is > ' ' and <= '~'));
    }

    /// <summary>What is stored of it: the same text means something else for another caller or endpoint.</summary>
    public static IdempotencyKey ToKey(string header, Caller caller, string endpoint) =>
        new(caller.User, SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.User}\n{endpoint}\n{header}")));
}
