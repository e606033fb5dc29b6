using System.Globalization;

namespace Darkroom.Simulation.Time;

/// <summary>
/// What happened, in order: a hash over all of it, which tells whether two runs were the same, and the last entries in words.
/// Not thread-safe.
/// </summary>
internal sealed class History(int length)
{
    private readonly Entry[] entries = new Entry[length];
    private ulong hash = 14695981039346656037UL;

    /// <summary>How many entries there were.</summary>
    public long Count { get; private set; }

    public string Hash => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Adds an entry. The words are put together only if somebody reads them.</summary>
    public void Add(TimeSpan at, string node, string what, object? about = null, object? more = null)
    {
        Mix(at.Ticks);
        Mix(node);
        Mix(what);
        if (about is string text)
        {
            Mix(text);
        }

        entries[Count++ % length] = new Entry(at, node, what, about, more);
    }

    /// <summary>The last entries, oldest first.</summary>
    public IEnumerable<string> Tail()
    {
        for (var i = Math.Max(0, Count - length); i < Count; i++)
        {
            var entry = entries[i % length];
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{entry.At,20:d\\.hh\\:mm\\:ss\\.ffffff}  {entry.Node,-9} {entry.What} {Words(entry.About)} {Words(entry.More)}").TrimEnd();
        }
    }

    private static string Words(object? about) => about switch
    {
        Jobs.Job job => $"{job.Id} {job.Status} {job.Ending} epoch {job.Epoch} revision {job.Revision}",
        Retention.RetainedPicture picture => $"{picture.Picture} {picture.Kind} of {picture.Job} until {picture.ExpiresAt:O}",
        IEnumerable<PictureRef> pictures => string.Join(' ', pictures),
        IEnumerable<Vault.ObjectName> names => string.Join(' ', names),
        _ => about?.ToString() ?? "",
    };

    private void Mix(string text)
    {
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }
    }

    private void Mix(long number) => hash = ((hash ^ (ulong)number) * 1099511628211UL) ^ (hash >> 29);

    private readonly record struct Entry(TimeSpan At, string Node, string What, object? About, object? More);
}
