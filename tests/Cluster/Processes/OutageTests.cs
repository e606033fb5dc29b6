using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Darkroom.Drivers;

namespace Darkroom.Cluster.Tests.Processes;

/// <summary>What people are told while a store of the cluster is away.</summary>
public sealed class OutageTests(TwoByTwo cluster) : IClassFixture<TwoByTwo>
{
    [Fact]
    public async Task Nobody_is_told_of_a_fault_of_the_program_while_PostgreSQL_is_away()
    {
        HttpStatusCode[] answers;
        await cluster.Ground.Postgres.Stop();
        try
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => Ask(n % 2)));
        }
        finally
        {
            await cluster.Ground.Postgres.Restart();
        }

        answers.ShouldAllBe(answer => answer == HttpStatusCode.ServiceUnavailable);
        await Eventually.Is(() => Ask(0), HttpStatusCode.Unauthorized);
    }

    /// <summary>With a session that no silo has awake: its grain's state has to be read before the call, and the gateway is told by no grain.</summary>
    private async Task<HttpStatusCode> Ask(int gateway)
    {
        using var http = new HttpClient { BaseAddress = cluster.Gateways[gateway].Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "drs_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        using var answer = await http.GetAsync("/v1/wallet");
        return answer.StatusCode;
    }
}
