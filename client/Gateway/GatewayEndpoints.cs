using Darkroom.Gateway.Accounts;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Finance;
using Darkroom.Gateway.Health;
using Darkroom.Gateway.Idempotency;
using Darkroom.Gateway.Jobs;
using Darkroom.Gateway.Metrics;
using Darkroom.Gateway.OpenApi;
using Darkroom.Gateway.Operators;
using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Prices;
using Darkroom.Gateway.Requests;
using Darkroom.Gateway.Tools;
using Darkroom.Gateway.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway;

/// <summary>The pipeline and the endpoints of the HTTP side.</summary>
public static class GatewayEndpoints
{
    /// <summary>Adds the middleware in the one order that is right, then every endpoint.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseTrustedProxies();                    // First: who calls, and how, is what a trusted proxy says.
        app.UseMiddleware<RequestIdMiddleware>();   // Everything after it logs and answers under the id.
        app.UseRouting();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(EmptyRefusals.Write);
        app.UseMiddleware<BodyLimits>();
        app.UseMiddleware<BrandMiddleware>();       // Before authentication: a secret belongs to one brand.
        app.UseAuthentication();
        app.UseRateLimiter();                       // After it: a signed-in caller is counted as such wherever they are.
        app.UseMiddleware<AntiforgeryMiddleware>();
        app.UseAuthorization();
        app.UseMiddleware<IdempotencyMiddleware>();

        var v1 = app.MapGroup("/v1").WithMetadata(new ApiMetadata());
        v1.MapBrand();
        v1.MapAccounts();
        v1.MapTools();
        v1.MapPrices();
        v1.MapJobs();
        v1.MapWallet();
        app.MapPages();
        if (app.Services.GetService<OperatorKey>() is not null)
        {
            v1.MapFinance(); // Without a key nobody could be let in, so nothing is there.
            app.MapFinancePages();
        }

        app.MapHealth();
        app.MapMetrics();
        app.MapApiDescription();
        return app;
    }

    /// <summary>Probes and metrics alone: what a silo without a gateway answers.</summary>
    public static WebApplication MapOperating(this WebApplication app)
    {
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseRouting();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }
}
