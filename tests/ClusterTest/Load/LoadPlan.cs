using System.Text.Json;
using Darkroom.Drivers;

namespace Darkroom.ClusterTest.Load;

/// <summary>One picture to be worked on.</summary>
internal sealed record Errand(string Tool, string Parameters, long Price, byte[] Picture);

/// <summary>What people do: mostly small jobs, now and then a heavy one, with pauses.</summary>
/// <param name="mails">Where the codes arrive.</param>
/// <param name="longestPause">Between two jobs of one person; the mean is half of it.</param>
internal sealed class LoadPlan(Mailboxes mails, TimeSpan longestPause)
{
    // What a job costs is in the brand's file; a wrong price here shows in every wallet.
    private static readonly byte[] Small = File.ReadAllBytes(Repository.Photo("rocket.jpg"));
    private static readonly byte[] Drawn = File.ReadAllBytes(Repository.Photo("chelsea.png"));

    public Errand Next(Random random) => random.Next(24) switch
    {
        0 => new("remove-background", """{"background":"transparent"}""", 4, Drawn),
        1 or 2 => new("denoise", """{"strength":20}""", 2, Drawn),
        var n => new("resize", JsonSerializer.Serialize(new { width = 200 + n, height = 200, mode = "fit", format = "jpeg" }), 1, n % 2 == 0 ? Small : Drawn),
    };

    /// <summary>After how many jobs somebody leaves: half of them soon, so that there is always somebody who signs up, the others when everything is spent.</summary>
    public int Most(Random random) => random.Next(2) == 0 ? 2 : int.MaxValue;

    public TimeSpan Pause(Random random) => longestPause * random.NextDouble();

    /// <summary>The newest code for somebody that was not used yet; null when none comes within half a minute.</summary>
    public Task<string?> Code(string email, string used, CancellationToken stop) => mails.Newest(email, used, TimeSpan.FromSeconds(30), stop);
}
