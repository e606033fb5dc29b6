namespace Darkroom.Storage.Tests;

public sealed class StatementsTests
{
    [Fact]
    public void A_file_is_read_as_its_named_statements()
    {
        var statements = Statements.Parse("file.sql", "-- About the file.\n-- name: first\nSELECT 1\nFROM a\n\n-- name: second\n-- Why.\nSELECT 2\n");
        statements["first"].ShouldBe("SELECT 1\nFROM a");
        statements["second"].ShouldBe("-- Why.\nSELECT 2");
        Should.Throw<KeyNotFoundException>(() => statements["third"]).Message.ShouldContain("file.sql");
    }

    [Fact]
    public void Two_statements_of_one_name_are_refused() =>
        Should.Throw<FormatException>(() => Statements.Parse("file.sql", "-- name: a\nSELECT 1\n-- name: a\nSELECT 2"));
}
