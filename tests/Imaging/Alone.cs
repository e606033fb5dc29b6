namespace Darkroom.Imaging.Tests;

/// <summary>Tests of this collection run after all others and one at a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
