using System.Threading.RateLimiting;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Operators;

/// <summary>
/// Counts the failed attempts to enter as operator, by address: after <see cref="GatewayOptions.OperatorFailuresPerMinute"/> not even the right key
/// is looked at from there, until a while has passed. Thread-safe.
/// </summary>
internal sealed class OperatorAttempts(IOptions<GatewayOptions> gateway) : IDisposable
{
    private readonly PartitionedRateLimiter<string> failures = PartitionedRateLimiter.Create<string, string>(
        address => RateLimits.Partition(address, gateway.Value.OperatorFailuresPerMinute), StringComparer.Ordinal);

    /// <summary>How long this caller has to wait before an attempt; null for not at all.</summary>
    public TimeSpan? Wait(HttpContext context)
    {
        using var lease = failures.AttemptAcquire(RateLimits.Address(context), permitCount: 0);
        return lease.IsAcquired ? null : RateLimits.WaitOf(lease);
    }

    /// <summary>Counts a failure.</summary>
    public void OnFailure(HttpContext context) => failures.AttemptAcquire(RateLimits.Address(context)).Dispose();

    public void Dispose() => failures.Dispose();
}
