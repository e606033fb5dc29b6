using System.CommandLine;
using Darkroom.Brands;
using Darkroom.Gateway.Pages;
using Darkroom.Hosting;
using Darkroom.Hosting.Settings;

namespace Darkroom.Cli.Policy;

/// <summary>What operators and lawyers ask of brand files: <c>darkroom policy …</c>.</summary>
internal static class PolicyCommands
{
    private const int NotRight = 3;

    public static Command Make(Screen screen)
    {
        var brands = new Option<string?>("--brands") { Description = "The folder of brand files (DARKROOM_BRANDS; default: the one that came with the program).", Recursive = true };
        var policy = new Command("policy", "Brand files: check them, read them as pages, compare two.") { Check(), Render(), Diff() };
        policy.Options.Add(brands);
        return policy;

        BrandFolder Folder(ParseResult parsed, bool isDevelopment)
        {
            var settings = new SettingsReader([]);
            var path = parsed.GetValue(brands) ?? settings.Text("BRANDS") ?? BrandFiles.DefaultFolder;
            if (!Directory.Exists(path))
                throw new DirectoryNotFoundException($"There is no folder '{path}'. Name the folder of brand files with --brands or DARKROOM_BRANDS.");
            return new BrandFolder(Path.GetFullPath(path), settings.Text, isDevelopment);
        }

        Command Check()
        {
            var development = new Option<bool>("--development") { Description = "A missing contact will do, as on a developer's machine." };
            var json = new Option<bool>("--json") { Description = "One JSON document instead of text." };
            var command = new Command("check", "Says what would keep a server from starting. Exit code 3 where something would. Example: darkroom policy check --brands ./brands") { development, json };
            command.SetAction(async (parsed, _) =>
            {
                IReadOnlyList<string> problems = [];
                IReadOnlyCollection<string> found = [];
                try
                {
                    found = [.. Folder(parsed, parsed.GetValue(development)).Read().All.Keys.Select(id => id.Value).Order(StringComparer.Ordinal)];
                }
                catch (BrandFileException refusal)
                {
                    problems = refusal.Problems;
                }

                if (parsed.GetValue(json))
                    await screen.Document(new { right = problems.Count == 0, brands = found, problems });
                else if (problems.Count == 0)
                    await screen.Say($"The brand files are right: {string.Join(", ", found)}.");
                foreach (var problem in parsed.GetValue(json) ? [] : problems)
                    await screen.Say(problem);
                return problems.Count == 0 ? 0 : NotRight;
            });
            return command;
        }

        Command Render()
        {
            var brand = new Argument<string>("brand") { Description = "The brand's id." };
            var page = new Option<string>("--page") { Description = $"{string.Join(", ", PolicyDocuments.Names)} (default: privacy).", DefaultValueFactory = _ => "privacy" };
            page.AcceptOnlyFromAmong([.. PolicyDocuments.Names]);
            var language = new Option<string?>("--language") { Description = "A language of the brand (default: its first)." };
            var format = new Option<string>("--format") { Description = "text (default) or html.", DefaultValueFactory = _ => "text" };
            format.AcceptOnlyFromAmong("text", "html");
            var command = new Command("render", "A page as the gateway serves it. Example: darkroom policy render nanogpt --page recipients --language en") { brand, page, language, format };
            command.SetAction(async (parsed, _) =>
            {
                var all = Folder(parsed, isDevelopment: true).Read().All;
                if (!all.TryGetValue(new BrandId(parsed.GetValue(brand)!), out var policy))
                    throw new FormatException($"There is no brand '{parsed.GetValue(brand)}'; there are: {string.Join(", ", all.Keys.Select(id => id.Value).Order(StringComparer.Ordinal))}.");
                var wished = parsed.GetValue(language) ?? policy.Languages[0];
                if (!policy.Languages.Contains(wished))
                    throw new FormatException($"{policy.Name} does not speak '{wished}'; it speaks: {string.Join(", ", policy.Languages)}.");
                var (name, texts) = (parsed.GetValue(page)!, BrandFolder.Texts[wished]);
                await screen.Say(parsed.GetValue(format) == "html"
                    ? await PolicyHtml.Of(name, policy, texts)
                    : PolicyText.Of(PolicyDocuments.Write(name, policy, texts)));
                return 0;
            });
            return command;
        }

        Command Diff()
        {
            var before = new Argument<string>("before") { Description = "A brand file." };
            var after = new Argument<string>("after") { Description = "The same brand's file, changed." };
            var json = new Option<bool>("--json") { Description = "One JSON document instead of text." };
            var command = new Command("diff", "What a changed brand file means for people: what becomes weaker, stronger, or just other. Example: darkroom policy diff old/nanogpt.json brands/nanogpt.json") { before, after, json };
            command.SetAction(async (parsed, _) =>
            {
                var folder = Folder(parsed, isDevelopment: true);
                var changes = PolicyDiff.Between(Read(parsed.GetValue(before)!), Read(parsed.GetValue(after)!)).OrderBy(change => change.Direction).ToList();
                if (parsed.GetValue(json))
                    await screen.Document(changes);
                else if (changes.Count == 0)
                    await screen.Say("Nothing changes for people.");
                foreach (var change in parsed.GetValue(json) ? [] : changes)
                    await screen.Say($"{change.Direction.ToString().ToLowerInvariant(),-8} {change.Text}");
                return 0;

                BrandPolicy Read(string path) => BrandFiles.LoadOne(path, folder.Path, folder.Setting, "privacy@localhost");
            });
            return command;
        }
    }
}
