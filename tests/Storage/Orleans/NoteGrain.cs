using Orleans;
using Orleans.Runtime;

namespace Darkroom.Storage.Tests.Orleans;

/// <summary>A state and reminders, to see what becomes of them.</summary>
public interface INoteGrain : IGrainWithStringKey
{
    Task<string> Read();

    Task Write(string text);

    Task Clear();

    Task<string> Where();

    Task Remind(string name, TimeSpan period);

    Task Forget(string name);

    Task<int> Ticks();
}

[GenerateSerializer]
public sealed class NoteState
{
    [Id(0)]
    public string Text { get; set; } = "";
}

internal sealed class NoteGrain([PersistentState("note")] IPersistentState<NoteState> state, ILocalSiloDetails silo) : Grain, INoteGrain, IRemindable
{
    private int ticks;

    public Task<string> Read() => Task.FromResult(state.State.Text);

    public Task Write(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync();
    }

    public Task Clear() => state.ClearStateAsync();

    public Task<string> Where() => Task.FromResult(silo.SiloAddress.ToString());

    public Task Remind(string name, TimeSpan period) => this.RegisterOrUpdateReminder(name, period, period);

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task<int> Ticks() => Task.FromResult(ticks);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        ticks++;
        return Task.CompletedTask;
    }
}
