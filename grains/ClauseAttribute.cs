namespace Darkroom;

/// <summary>
/// Says that this code is what keeps a promise to people, whole: a clause of <c>docs/clauses.md</c>. <c>make clauses</c> looks for it, and for the
/// test that fails when the code no longer does. It has no effect of its own.
/// </summary>
/// <param name="id">As in the table, like <c>NAN-03</c>.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
public sealed class ClauseAttribute(string id) : Attribute
{
    /// <summary>The clause.</summary>
    public string Id { get; } = id;
}
