namespace Darkroom.Manifests.Clauses;

/// <summary>The table of clauses notices what a promise has lost, and takes no mark that proves nothing.</summary>
public sealed class ClauseTableTests : IDisposable
{
    private readonly SmallCheckout checkout = new();

    public void Dispose() => checkout.Dispose();

    [Fact]
    public async Task What_is_as_it_was_approved_passes_and_is_counted()
    {
        (await checkout.Run()).ShouldBe((0, "1 of 2 clauses enforced and tested\n"));
        (await checkout.Run("")).Output.ShouldContain("ABC-01  E     brands/abc.json:1  grains/Keeper.cs:3  tests/KeeperTests.cs:4\n");
    }

    [Theory]
    [InlineData("grains/Keeper.cs", "[Clause(\"ABC-01\")]", "", "ABC-01 was enforced and tested and has no code any more: First.")]
    [InlineData("grains/Keeper.cs", "[Clause", "// [Clause", "has no code any more")]
    [InlineData("tests/KeeperTests.cs", "    [Trait(\"Clause\", \"ABC-01\")]\n", "", "ABC-01 was enforced and tested and has no test any more: First.")]
    [InlineData("tests/KeeperTests.cs", "[Fact]", "[Fact(Skip = \"later\")]", "tests/KeeperTests.cs: a clause on a test that does not run")]
    [InlineData("tests/KeeperTests.cs", "    [Fact]\n", "", "tests/KeeperTests.cs: a clause on a test that does not run")]
    [InlineData("grains/Keeper.cs", "ABC-01", "ABC-03", "grains/Keeper.cs:3: there is no clause ABC-03")]
    [InlineData("tests/KeeperTests.cs", "ABC-01", "ABC-03", "tests/KeeperTests.cs:4: there is no clause ABC-03")]
    [InlineData("brands/abc.json", "ABC-01", "ABC-03", "brands/abc.json:1: there is no clause ABC-03")]
    [InlineData("docs/clauses.md", "ABC-02", "ABC-01", "docs/clauses.md: ABC-01 stands there twice")]
    [InlineData("docs/clauses.lock", "ABC-01", "ABC-04", "docs/clauses.lock: there is no clause ABC-04")]
    public async Task What_was_lost_or_is_unknown_is_named(string path, string text, string with, string complaint)
    {
        checkout.Replace(path, text, with);
        var (status, output) = await checkout.Run();
        status.ShouldBe(1, output);
        output.ShouldContain("error: ");
        output.ShouldContain(complaint);
    }

    [Fact]
    public async Task What_is_new_has_to_be_approved_first()
    {
        checkout.Write("k8s/wall.yaml", "# Clause: ABC-02\nkind: NetworkPolicy\n");
        checkout.Write("tests/WallTests.cs", "[Trait(\"Clause\", \"ABC-02\")]\npublic sealed class WallTests\n{\n}\n");
        var (status, output) = await checkout.Run();
        (status, output).ShouldBe((1, "error: ABC-02 is enforced and tested now: write it down with 'make approve'\n2 of 2 clauses enforced and tested\n"));
        (await checkout.Run("--approve")).Status.ShouldBe(0);
        checkout.Read("docs/clauses.lock").ShouldBe("ABC-01\nABC-02\n");
        (await checkout.Run()).Status.ShouldBe(0);
    }
}
