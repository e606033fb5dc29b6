using Darkroom.Vault;

namespace Darkroom.Retention;

/// <summary>
/// How the sweeping is divided: a few grains, each with one reminder. Orleans holds every reminder in memory and ticks no more often than once a
/// minute, so that a reminder per picture would neither fit nor help.
/// </summary>
public static class RetentionShard
{
    /// <summary>Number of shards. Rows keep theirs: another number needs a migration of the rows.</summary>
    public const int Count = 8;

    /// <summary>0 to <see cref="Count"/> − 1, from the picture's object name.</summary>
    public static int Of(PictureRef picture) => OfPart(ObjectName.Of(picture).Part);

    /// <summary>The shard that looks after a part of the object and key stores.</summary>
    public static int OfPart(int part) => part % Count;

    /// <summary>The key of a shard's grain.</summary>
    public static string Key(int shard) => $"retention/{shard}";
}
