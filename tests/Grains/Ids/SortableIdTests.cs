namespace Darkroom.Grains.Tests.Ids;

public sealed class SortableIdTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2026-03-01T09:30:15.123Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void An_id_says_when_it_was_made(string made)
    {
        var time = DateTimeOffset.Parse(made, System.Globalization.CultureInfo.InvariantCulture);
        SortableId.TimeOf(SortableId.New('j', new Fixed(time), RandomSource.System)).ShouldBe(time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("j1")]
    [InlineData("j0000000000000000000000000u")]
    [InlineData("jzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("j00000000000000000000000000000")]
    public void A_text_of_another_form_says_nothing(string text) => SortableId.TimeOf(text).ShouldBeNull();

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
