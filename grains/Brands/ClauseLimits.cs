using System.Text.Json;

namespace Darkroom.Brands;

/// <summary>
/// What the clauses promise in time, from <see cref="FileName"/> beside the brand files: of each clause the rules that it is about, with the longest
/// time of each (for <see cref="Notice"/> the shortest). A brand's rule can be stricter than its clause, and never looser.
/// </summary>
internal sealed class ClauseLimits
{
    public const string FileName = "clauses.json";
    public const string Notice = "notice";
    public const string Rights = "rights";
    public const string Purchases = "purchases";
    public const string Forever = "forever";

    private readonly LimitsFile file;

    private ClauseLimits(LimitsFile file) => this.file = file;

    /// <summary>Reads the table; adds to the problems what keeps it from being read.</summary>
    public static ClauseLimits Read(string folder, List<string> problems)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var file = JsonSerializer.Deserialize<LimitsFile>(File.ReadAllBytes(path), BrandFile.Json)!;
            foreach (var (at, time) in file.Clauses.SelectMany(clause => clause.Value.Select(rule => ($"$.clauses.{clause.Key}.{rule.Key}", rule.Value)))
                .Append(("$.law.rights", file.Law.Rights)))
            {
                if (time != Forever && !Period.TryParse(time, out _))
                    problems.Add($"brands/{FileName}: {at}: '{time}' is no time; write P30D, P3M or {Forever}.");
            }

            return new ClauseLimits(file);
        }
        catch (FileNotFoundException)
        {
            problems.Add($"brands/{FileName}: $: there is no such file in '{folder}', so that no deadline could be held against its clause; put it beside the brand files.");
        }
        catch (JsonException fault)
        {
            problems.Add($"brands/{FileName}: {fault.Path ?? "$"}: {fault.Message} Write clauses as {{ \"law\": {{ \"rights\": \"P1M\" }}, \"clauses\": {{ \"ABC-01\": {{ \"inputs\": \"P1D\" }} }} }}.");
        }

        return new ClauseLimits(new LimitsFile(new LawPart(Forever), new Dictionary<string, IReadOnlyDictionary<string, string>>()));
    }

    /// <summary>What is wrong with a rule, or null.</summary>
    /// <param name="rule">Such as <c>inputs</c>.</param>
    /// <param name="clause">Null where the law alone promises it.</param>
    /// <param name="written">As in the brand file.</param>
    public string? Fault(string rule, string? clause, string written)
    {
        if (clause is null)
            return IsLooser(rule, written, file.Law.Rights) ? $"'{written}' is longer than the law allows ({file.Law.Rights}); shorten it." : null;
        if (!file.Clauses.TryGetValue(clause, out var rules))
            return $"brands/{FileName} does not know {clause}; name a clause that is there, or add it with its limit.";
        if (!rules.TryGetValue(rule, out var limit))
            return $"{clause} says nothing of {rule} in brands/{FileName}; name the clause that does, or add it there.";
        return !IsLooser(rule, written, limit) ? null
            : rule == Notice ? $"'{written}' is shorter than {clause} promises ({limit}); lengthen it."
            : $"'{written}' is longer than {clause} promises ({limit}); shorten it.";
    }

    private static bool IsLooser(string rule, string written, string limit)
    {
        if (limit == Forever || !Period.TryParse(written, out var time) || !Period.TryParse(limit, out var bound))
            return false; // What is no time at all is told where it is read.
        return rule == Notice ? !bound.IsWithin(time) : !time.IsWithin(bound);
    }

    private sealed record LimitsFile(LawPart Law, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Clauses);

    private sealed record LawPart(string Rights);
}
