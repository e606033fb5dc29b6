using Orleans.Runtime;

namespace Darkroom.Accounts;

/// <inheritdoc cref="IApiKeyGrain"/>
internal sealed class ApiKeyGrain(
    [PersistentState("api-key", StateSaving.Storage)] IPersistentState<ApiKey> storage, TimeProvider time) : Grain, IApiKeyGrain
{
    public async Task<Authentication> Authenticate()
    {
        if (!storage.RecordExists)
        {
            // A guessed key must not leave an activation in memory.
            DeactivateOnIdle();
            return new Authentication.Refused();
        }

        var used = storage.State.Use(time.GetUtcNow());
        if (used != storage.State)
        {
            await this.Save(storage, used);
        }

        return new Authentication.Granted(used.User, AccessKind.ApiKey, used.Id, used.Scopes);
    }

    public Task Issue(ApiKeyIssue issue) => storage.RecordExists ? Task.CompletedTask
        : this.Save(storage, new ApiKey { User = issue.User, Id = issue.Id, Scopes = issue.Scopes });

    public Task<DateOnly?> LastUsed() => Task.FromResult(storage.RecordExists ? storage.State.LastUsedOn : null);

    public Task Revoke() => this.Remove(storage);
}
