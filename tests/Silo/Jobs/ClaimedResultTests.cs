using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Silo.Tests.Support;
using Darkroom.Wallets;

namespace Darkroom.Silo.Tests.Jobs;

/// <summary>A result that was stored and is not there any more when the job is settled: a sweep has claimed it.</summary>
public sealed class ClaimedResultTests : IAsyncLifetime
{
    private JobSilo silo = null!;
    private Customer customer = null!;

    public async Task InitializeAsync()
    {
        silo = await JobSilo.Start();
        customer = await Customer.Join(silo);
    }

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Fact]
    public async Task A_result_that_a_sweep_is_about_to_take_is_neither_handed_out_nor_charged()
    {
        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        var outcome = await customer.Result(lease);
        await silo.Get<IRetentionRows>().ClaimDue([outcome.Outputs[0].Picture], silo.Clock.GetUtcNow().AddHours(2), default);
        await customer.Job(id).Complete(1, outcome);

        var job = (await customer.Job(id).Read()).ShouldNotBeNull();
        (job.Status, job.Error).ShouldBe((JobStatus.Failed, JobErrors.ResultExpired));
        var wallet = await customer.Wallet.Read();
        (wallet.Balance, wallet.Held).ShouldBe((Customer.Credits, 0));
        (await customer.Exists(outcome.Outputs[0].Picture)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_result_that_was_charged_once_is_not_charged_again_nor_refunded_when_it_has_gone_since()
    {
        var id = await customer.Send();
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        var outcome = await customer.Result(lease);
        await customer.Wallet.Capture(id, Customer.Price);
        await silo.Get<IRetentionRows>().ClaimDue([outcome.Outputs[0].Picture], silo.Clock.GetUtcNow().AddHours(2), default);
        await customer.Job(id).Complete(1, outcome);

        (await customer.Job(id).Read())!.Status.ShouldBe(JobStatus.Succeeded);
        var wallet = await customer.Wallet.Read();
        (wallet.Balance, wallet.Held).ShouldBe((Customer.Credits - Customer.Price, 0));
    }
}
