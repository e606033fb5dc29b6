using System.Collections.Frozen;
using System.Text.Json;
using Darkroom.Tools;

namespace Darkroom.Brands;

/// <summary>All brands, read once from <c>brands/*.json</c> and checked as a whole. Immutable and thread-safe.</summary>
public sealed class BrandFiles : IBrands
{
    private readonly FrozenDictionary<string, BrandPolicy> byHost;

    private BrandFiles(IReadOnlyCollection<BrandPolicy> brands)
    {
        All = brands.ToFrozenDictionary(brand => brand.Id);
        byHost = brands.SelectMany(brand => brand.Hosts.Select(host => (host, brand)))
            .ToFrozenDictionary(pair => pair.host, pair => pair.brand, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Where the files lie beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "brands");

    /// <inheritdoc/>
    public IReadOnlyDictionary<BrandId, BrandPolicy> All { get; }

    /// <inheritdoc/>
    public BrandPolicy? ByHost(string host) => byHost.GetValueOrDefault(host);

    /// <summary>Reads and checks every <c>*.json</c> in the folder (schemas, <c>*.schema.json</c>, and the clauses' limits, <c>clauses.json</c>, aside).</summary>
    /// <param name="folder">Usually <see cref="DefaultFolder"/>.</param>
    /// <param name="setting">
    /// The operator's settings by name without the <c>DARKROOM_</c> prefix: a brand whose file names no contact takes
    /// <c>CONTACT_</c> and its id in upper case.
    /// </param>
    /// <param name="localContact">What stands in for a missing contact on a developer's machine; null in production, where it is an error.</param>
    /// <param name="tools">What can be sold, by name: by default the tools of this build.</param>
    /// <exception cref="BrandFileException">A file is missing, malformed or contradicts itself or another; every problem is listed.</exception>
    public static BrandFiles Load(string folder, Func<string, string?> setting, string? localContact, IReadOnlyDictionary<string, Tool>? tools = null)
    {
        var problems = new List<string>();
        var limits = ClauseLimits.Read(folder, problems);
        var brands = new List<BrandPolicy>();
        foreach (var path in Paths(folder))
        {
            var check = new BrandFileCheck($"brands/{Path.GetFileName(path)}", tools ?? ToolCatalog.All, limits, problems);
            if (Read(path, check) is { } file
                && check.Build(Path.GetFileNameWithoutExtension(path), file, setting, localContact) is { } brand)
            {
                brands.Add(brand);
            }
        }

        foreach (var twice in brands.SelectMany(brand => brand.Hosts.Select(host => (host: host.ToLowerInvariant(), brand)))
            .GroupBy(pair => pair.host).Where(group => group.Count() > 1))
        {
            problems.Add($"brands: $.hosts: '{twice.Key}' is claimed by {string.Join(" and ", twice.Select(pair => pair.brand.Id))}; "
                + "give each host to one brand.");
        }

        if (!Paths(folder).Any())
        {
            problems.Add($"brands: there is no brand file in '{folder}'; add one, for example mybrand.json.");
        }

        return problems.Count == 0 ? new BrandFiles(brands) : throw new BrandFileException(problems);
    }

    /// <summary>Reads and checks one file alone, wherever it lies.</summary>
    /// <param name="path">The file; its name is the brand's id.</param>
    /// <param name="folder">Where the clauses' limits are.</param>
    /// <param name="setting">As of <see cref="Load"/>.</param>
    /// <param name="localContact">As of <see cref="Load"/>.</param>
    /// <exception cref="BrandFileException">It does not make sense; every problem is listed.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static BrandPolicy LoadOne(string path, string folder, Func<string, string?> setting, string? localContact)
    {
        var problems = new List<string>();
        var check = new BrandFileCheck(path, ToolCatalog.All, ClauseLimits.Read(folder, problems), problems);
        var brand = Read(path, check) is { } file ? check.Build(Path.GetFileNameWithoutExtension(path), file, setting, localContact) : null;
        return brand is not null && problems.Count == 0 ? brand : throw new BrandFileException(problems);
    }

    /// <summary>The brand files in a folder, in order.</summary>
    internal static IEnumerable<string> Paths(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json")
                .Where(path => !path.EndsWith(".schema.json", StringComparison.Ordinal) && Path.GetFileName(path) != ClauseLimits.FileName).Order(StringComparer.Ordinal)
            : [];

    private static BrandFile? Read(string path, BrandFileCheck check)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<BrandFile>(stream, BrandFile.Json) ?? throw new JsonException("The file holds nothing.");
        }
        catch (JsonException fault)
        {
            check.Problem(fault.Path ?? "$", $"{fault.Message} Correct it by brands/brand.schema.json.");
            return null;
        }
    }
}
