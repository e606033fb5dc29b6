namespace Darkroom.ClusterTest.Network;

/// <summary>Where the processes of a cluster stand: which address each has, and how one is started there.</summary>
internal interface INetwork : IAsyncDisposable
{
    /// <summary>The address under which processes reach what the test itself has started: the database, the object store.</summary>
    string Host { get; }

    /// <summary>Why two processes cannot be cut off from each other here; null where they can.</summary>
    string? NoCuts { get; }

    /// <summary>Makes the place of a process.</summary>
    Task<IPlace> Place(string name);

    /// <summary>Drops everything between two places, both ways, without a word to either; everything else goes on.</summary>
    Task Cut(IPlace one, IPlace other);

    /// <summary>Ends a cut.</summary>
    Task Heal(IPlace one, IPlace other);
}

/// <summary>The place of a process in the network.</summary>
internal interface IPlace
{
    /// <summary>Its address.</summary>
    string Address { get; }

    /// <summary>A port that nothing uses at this address.</summary>
    int FreePort();

    /// <summary>The command that runs another command in this place, under the same process id; empty where nothing is needed.</summary>
    IReadOnlyList<string> Prefix { get; }
}
