namespace Darkroom.Accounts;

/// <summary>One account: who the person is, their sessions and keys. Key: <see cref="GrainKeys.User"/>.</summary>
[Alias("darkroom.user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Makes the account of a confirmed address and gives the welcome credits, each once. A repeat changes nothing.</summary>
    [Alias("join")]
    Task Join(Membership membership);

    /// <summary>Begins a session; null when there is no such account (any more).</summary>
    /// <param name="kind"><see cref="AccessKind.Cookie"/> or <see cref="AccessKind.Token"/>.</param>
    [Alias("open-session")]
    Task<NewSession?> OpenSession(AccessKind kind);

    /// <summary>Sessions that have not ended, newest first.</summary>
    [Alias("sessions")]
    Task<SessionView[]> Sessions();

    /// <summary>Ends one session; false when there is none of that id.</summary>
    [Alias("end-session")]
    Task<bool> EndSession(string id);

    /// <summary>Signs out everywhere. When the task ends no session of before is good; a fault means: repeat. Keys stay.</summary>
    [Alias("end-sessions")]
    Task EndSessions();

    /// <summary>Makes an API key and shows it, this once.</summary>
    [Alias("create-key")]
    Task<NewApiKeyResult> CreateKey(string name, string[] scopes);

    /// <summary>Keys that are not revoked, newest first.</summary>
    [Alias("keys")]
    Task<ApiKeyView[]> Keys();

    /// <summary>Revokes a key; false when there is none of that id.</summary>
    [Alias("revoke-key")]
    Task<bool> RevokeKey(string id);

    /// <summary>Everything that the account holds about the person; null when there is no such account (any more).</summary>
    [Alias("read")]
    Task<AccountView?> Read();

    /// <summary>Corrects facts.</summary>
    [Alias("correct")]
    Task<CorrectionResult> Correct(AccountCorrection correction);

    /// <summary>
    /// Erases the account: sessions, keys, pictures' keys, the address and the facts. Survives crashes: what was begun is finished by a reminder.
    /// </summary>
    /// <returns>Null when there is no such account (any more).</returns>
    [Alias("erase")]
    Task<ErasureView?> Erase();
}
