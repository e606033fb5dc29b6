using Orleans.Runtime;

namespace Darkroom.Accounts;

/// <inheritdoc cref="ISessionGrain"/>
internal sealed class SessionGrain(
    [PersistentState("session", StateSaving.Storage)] IPersistentState<Session> storage, TimeProvider time) : Grain, ISessionGrain
{
    public async Task<Authentication> Authenticate()
    {
        if (!storage.RecordExists)
        {
            // A guessed token must not leave an activation in memory.
            DeactivateOnIdle();
            return new Authentication.Refused();
        }

        var session = storage.State;
        if (session.Use(time.GetUtcNow()) is not { } used)
        {
            await this.Remove(storage);
            return new Authentication.Refused();
        }

        if (used != session)
        {
            await this.Save(storage, used);
        }

        return new Authentication.Granted(used.User, used.Kind, used.Id, []);
    }

    public Task Open(SessionOpening opening) =>
        storage.RecordExists ? Task.CompletedTask : this.Save(storage, Session.Begin(opening));

    public Task<SessionUse?> Describe() => Task.FromResult(
        storage.RecordExists && time.GetUtcNow() < storage.State.ExpiresAt
            ? new SessionUse(storage.State.LastUsedAt, storage.State.ExpiresAt) : null);

    public Task Revoke() => this.Remove(storage);
}
