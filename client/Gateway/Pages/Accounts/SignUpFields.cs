namespace Darkroom.Gateway.Pages;

/// <summary>What a person typed into the sign-up form, to show it again beside what is wrong with it.</summary>
public sealed record SignUpFields(string? Email, string? Name, string? BirthDate, string? Country)
{
    /// <summary>An empty form.</summary>
    public static SignUpFields Empty { get; } = new(null, null, null, null);

    /// <summary>Says nothing, so that a person's facts cannot slip into a log.</summary>
    public override string ToString() => "(a sign-up form)";
}
