using Microsoft.AspNetCore.Builder;

namespace Darkroom.Gateway.Problems;

/// <summary>The refusals of an endpoint, for the API description.</summary>
/// <param name="Kinds">What it may answer with besides success.</param>
public sealed record RefusalMetadata(IReadOnlyList<ProblemKind> Kinds);

/// <summary>Lets an endpoint say how it refuses.</summary>
public static class ProblemEndpointExtensions
{
    /// <summary>Declares refusals that the API description then lists. Those of the plumbing (401, 429, 500, …) are added there.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params ProblemKind[] kinds)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RefusalMetadata(kinds));
}
