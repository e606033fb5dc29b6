namespace Darkroom.Accounts;

/// <summary>Sessions and keys. Each is listed before it is in force, so that there is never one that nobody can revoke.</summary>
internal sealed partial class UserGrain
{
    public async Task<NewSession?> OpenSession(AccessKind kind)
    {
        await GiveWelcome();
        if (Account is not { } account)
        {
            return null;
        }

        var (now, secret) = (time.GetUtcNow(), AccessSecret.NewSession(random));
        var entry = new Account.Entry(SortableId.New('s', time, random), secret.Hash, kind, now);
        var (next, dropped) = account.WithSession(entry, now);
        await RevokeSessions(dropped);
        await this.Save(storage, next);
        await Session(entry).Open(new SessionOpening(id, entry.Id, kind, now));
        return new NewSession(entry.Id, secret.Text, Accounts.Session.LatestEnd(kind, now));
    }

    public async Task<SessionView[]> Sessions()
    {
        var entries = Account?.Sessions ?? [];
        var uses = await Task.WhenAll(entries.Select(entry => Session(entry).Describe()));
        return [.. entries.Zip(uses, (entry, use) => (entry, use)).Where(pair => pair.use is not null).Reverse()
            .Select(pair => new SessionView(pair.entry.Id, pair.entry.Kind, pair.entry.CreatedAt, pair.use!.LastUsedAt, pair.use.ExpiresAt))];
    }

    public async Task<bool> EndSession(string id)
    {
        if (Account is not { } account || account.Sessions.FirstOrDefault(one => one.Id == id) is not { } entry)
        {
            return false;
        }

        await RevokeSessions([entry]);
        await this.Save(storage, account with { Sessions = [.. account.Sessions.Where(one => one != entry)] });
        return true;
    }

    public async Task EndSessions()
    {
        if (Account is { } account)
        {
            await RevokeSessions(account.Sessions);
            await this.Save(storage, account with { Sessions = [] });
        }
    }

    public async Task<NewApiKeyResult> CreateKey(string name, string[] scopes)
    {
        if (Account is not { } account)
        {
            return new NewApiKeyResult.NoAccount();
        }

        if (account.Keys.Count >= Accounts.Account.MostKeys)
        {
            return new NewApiKeyResult.TooMany(Accounts.Account.MostKeys);
        }

        var secret = AccessSecret.NewApiKey(random);
        var entry = new Account.KeyEntry(SortableId.New('k', time, random), secret.Hash, name, scopes, time.GetUtcNow());
        await this.Save(storage, account with { Keys = [.. account.Keys, entry] });
        await Key(entry).Issue(new ApiKeyIssue(id, entry.Id, scopes));
        return new NewApiKeyResult.Created(new ApiKeyView(entry.Id, name, scopes, entry.CreatedAt, null), secret.Text);
    }

    public async Task<ApiKeyView[]> Keys()
    {
        var entries = Account?.Keys ?? [];
        var used = await Task.WhenAll(entries.Select(entry => Key(entry).LastUsed()));
        return [.. entries.Zip(used, (entry, day) => new ApiKeyView(entry.Id, entry.Name, entry.Scopes, entry.CreatedAt, day)).Reverse()];
    }

    public async Task<bool> RevokeKey(string id)
    {
        if (Account is not { } account || account.Keys.FirstOrDefault(one => one.Id == id) is not { } entry)
        {
            return false;
        }

        await Key(entry).Revoke();
        await this.Save(storage, account with { Keys = [.. account.Keys.Where(one => one != entry)] });
        return true;
    }

    private Task RevokeSessions(IEnumerable<Account.Entry> entries) => Task.WhenAll(entries.Select(entry => Session(entry).Revoke()));

    private ISessionGrain Session(Account.Entry entry) => GrainFactory.GetGrain<ISessionGrain>(GrainKeys.Session(id.Brand, entry.Hash));

    private IApiKeyGrain Key(Account.KeyEntry entry) => GrainFactory.GetGrain<IApiKeyGrain>(GrainKeys.ApiKey(id.Brand, entry.Hash));
}
