using Orleans;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

[GenerateSerializer, Immutable]
public sealed record StateSeen(int AtActivation, int Now, bool Exists, string? Etag);

[GenerateSerializer]
public sealed class AccountState
{
    [Id(0)]
    public int Amount { get; set; }
}

public interface IAccountGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task Clear();

    Task Leave();

    Task<StateSeen> Seen();
}

internal sealed class AccountGrain([PersistentState("account")] IPersistentState<AccountState> state, Journal journal) : Grain, IAccountGrain
{
    private int _atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"activated {this.GetPrimaryKeyString()}");
        _atActivation = state.State.Amount;
        return Task.CompletedTask;
    }

    public async Task<int> Add(int amount)
    {
        state.State.Amount += amount;
        await state.WriteStateAsync();
        return state.State.Amount;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Clear() => state.ClearStateAsync();

    public Task<StateSeen> Seen() => Task.FromResult(new StateSeen(_atActivation, state.State.Amount, state.RecordExists, state.Etag));
}

public interface ITwoStatesGrain : IGrainWithStringKey
{
    Task Write(string left, string right);

    Task<(string Left, string Right)> Read();
}

[GenerateSerializer]
public sealed class TextState
{
    [Id(0)]
    public string Text { get; set; } = "";
}

internal sealed class TwoStatesGrain(
    [PersistentState("left")] IPersistentState<TextState> left,
    [PersistentState("right")] IPersistentState<TextState> right) : Grain, ITwoStatesGrain
{
    public async Task Write(string leftText, string rightText)
    {
        left.State.Text = leftText;
        right.State.Text = rightText;
        await Task.WhenAll(left.WriteStateAsync(), right.WriteStateAsync());
    }

    public Task<(string Left, string Right)> Read() => Task.FromResult((left.State.Text, right.State.Text));
}
