using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Requests;

/// <summary>Names of the rate limits that an endpoint can ask for beside the general one: <c>.RequireRateLimiting(RateLimits.SignIn)</c>.</summary>
public static class RateLimits
{
    /// <summary>For sign-up and sign-in: few, counted per address whoever is signed in.</summary>
    public const string SignIn = "sign-in";

    private const int SegmentsPerWindow = 6;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    internal static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<GatewayOptions>>((limiter, gateway) => Configure(limiter, gateway.Value));
        return services;
    }

    private static void Configure(RateLimiterOptions limiter, GatewayOptions gateway)
    {
        limiter.OnRejected = (context, _) => new ValueTask(context.HttpContext.Refuse(Refuse(context)));
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Caller() is { } caller
            ? Partition($"user {caller.User}", gateway.RequestsPerMinute)
            : Partition($"address {Address(context)}", gateway.AnonymousRequestsPerMinute));
        limiter.AddPolicy(SignIn, context => Partition($"sign-in {Address(context)}", gateway.SignInsPerMinute));
    }

    private static Problem Refuse(OnRejectedContext context) => new(ProblemKinds.RateLimited)
    {
        RetryAfter = WaitOf(context.Lease),
    };

    /// <summary>How long to wait before the next try.</summary>
    internal static TimeSpan WaitOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window / SegmentsPerWindow;

    /// <summary>So many a minute.</summary>
    internal static RateLimitPartition<string> Partition(string key, int permits) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = Window,
            SegmentsPerWindow = SegmentsPerWindow,
            QueueLimit = 0,
        });

    /// <summary>An IPv6 caller owns a /64 at least, so that is what counts as one address.</summary>
    internal static string Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
