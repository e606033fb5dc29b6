using Darkroom.Brands;

namespace Darkroom.Accounts;

/// <summary>The state of an account and its rules. Pure.</summary>
[Clause("IMG-03")]
internal sealed record Account
{
    public const int MostSessions = 50;
    public const int MostKeys = 20;

    public string Mailbox { get; init; } = "";

    public string Email { get; init; } = "";

    public string? Name { get; init; }

    public string Country { get; init; } = "";

    public string Language { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public PolicyAcceptance[] AcceptedPolicies { get; init; } = [];

    public int AgeMet { get; init; }

    public DateTimeOffset AgeCheckedAt { get; init; }

    /// <summary>Credits that the welcome still owes; the wallet knows the operation, so that repeating is safe.</summary>
    public long WelcomeOwed { get; init; }

    public IReadOnlyList<Entry> Sessions { get; init; } = [];

    public IReadOnlyList<KeyEntry> Keys { get; init; } = [];

    /// <summary>Set once the person has asked for erasure: from then on the account is not there any more.</summary>
    public DateTimeOffset? ErasureAskedAt { get; init; }

    /// <summary>A session in the account's list. The hash leads to its grain.</summary>
    public sealed record Entry(string Id, string Hash, AccessKind Kind, DateTimeOffset CreatedAt);

    /// <summary>A key in the account's list.</summary>
    public sealed record KeyEntry(string Id, string Hash, string Name, string[] Scopes, DateTimeOffset CreatedAt);

    public static Account Begin(Membership from, long welcome, DateTimeOffset now) => new()
    {
        Mailbox = from.Mailbox,
        Email = from.Email,
        Name = from.Name,
        Country = from.Country,
        Language = from.Language,
        CreatedAt = now,
        AcceptedPolicies = [new PolicyAcceptance(from.AcceptedPolicy, from.AcceptedAt)],
        AgeMet = from.AgeMet,
        AgeCheckedAt = from.AcceptedAt,
        WelcomeOwed = welcome,
    };

    /// <summary>The list with one more session, and what falls off: sessions past their latest end, and the oldest above the limit.</summary>
    public (Account Next, IReadOnlyList<Entry> Dropped) WithSession(Entry session, DateTimeOffset now)
    {
        var live = Sessions.Where(one => now < Session.LatestEnd(one.Kind, one.CreatedAt)).Append(session).TakeLast(MostSessions).ToList();
        return (this with { Sessions = live }, [.. Sessions.Except(live)]);
    }

    /// <summary>The corrected account, or the refusal.</summary>
    public (Account Next, CorrectionResult? Refusal) Correct(AccountCorrection change, BrandPolicy brand, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>();
        var next = this;
        if (change.Name is not null)
        {
            next = Person.TryName(change.Name, out var name) ? next with { Name = name } : next;
            AddIf(!Person.TryName(change.Name, out _), "name", SignUp.NameError);
        }

        if (change.Language is not null)
        {
            next = next with { Language = change.Language };
            AddIf(!brand.Languages.Contains(change.Language), "language", $"Choose one of: {string.Join(", ", brand.Languages)}.");
        }

        if (change.Country?.Trim().ToUpperInvariant() is { } country)
        {
            AddIf(!Accounts.Country.Exists(country), "country", SignUp.CountryError);
            if (errors.Count == 0 && brand.MinimumAgeIn(country) > AgeMet)
            {
                switch (Person.CheckAge(brand, country, change.BirthDate, now))
                {
                    case AgeCheck.TooYoung young:
                        return (this, new CorrectionResult.TooYoung(young.Limit));
                    case AgeCheck.Unreadable unreadable:
                        AddIf(true, "birthDate", $"This country has a higher age limit than was checked. {unreadable.Error}");
                        break;
                    case AgeCheck.Met met:
                        next = next with { AgeMet = met.Limit, AgeCheckedAt = now };
                        break;
                }
            }

            next = next with { Country = country };
        }

        return errors.Count > 0 ? (this, new CorrectionResult.Invalid(errors)) : (next, null);

        void AddIf(bool wrong, string field, string error)
        {
            if (wrong)
            {
                errors[field] = error;
            }
        }
    }

    public AccountView View(UserId id) =>
        new(id, Email, Name, Country, Language, CreatedAt, AcceptedPolicies, AgeMet, AgeCheckedAt);
}
