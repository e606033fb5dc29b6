using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Darkroom.Storage.Tests.Vault;

namespace Darkroom.Storage.Tests.Retention;

/// <summary>
/// A process that stores and forgets pictures without end, and says so: <c>put REFERENCE</c> once a picture is durable, <c>forget REFERENCE</c>
/// before it asks to forget one, <c>forgot REFERENCE</c> once that is done.
/// </summary>
internal static class ForgettingChild
{
    /// <summary>What the program is told to run this.</summary>
    public const string Verb = "forgetting";

    /// <summary>Stands in every picture, many times.</summary>
    public const string Canary = "CANARY-PIXELS-CANARY-PIXELS";

    public static async Task Run(TestFolder folder, int seed)
    {
        await using var silo = await RetentionSilo.Start(folder, TimeProvider.System);
        var kept = new ConcurrentQueue<PictureRef>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(() => Work(silo, kept, new Random((seed * 100) + worker)))));
    }

    /// <summary>The content of a picture follows from its reference, so that whoever reads it can tell whether it is right.</summary>
    public static byte[] Content(PictureRef picture)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(picture.ToString()));
        var line = Encoding.ASCII.GetBytes($"{Canary} {Convert.ToHexString(digest)}\n");
        return [.. Enumerable.Repeat(line, 1 + (digest[0] * 20)).SelectMany(bytes => bytes)];
    }

    private static async Task Work(RetentionSilo silo, ConcurrentQueue<PictureRef> kept, Random random)
    {
        var owner = LocalVault.NewUser();
        while (true)
        {
            var picture = LocalVault.NewPicture(owner);
            var job = JobId.New(owner.Brand, TimeProvider.System, RandomSource.System);
            await silo.Forgetting.Register(new(picture, job, "input", "TST-01", TimeProvider.System.GetUtcNow().AddHours(1)), default);
            await silo.Vault.Put(picture, new MemoryStream(Content(picture)), default);
            Say("put", picture);
            kept.Enqueue(picture);
            if (random.Next(3) > 0 && kept.TryDequeue(out var old))
            {
                Say("forget", old);
                await silo.Forgetting.ForgetNow([old], default);
                Say("forgot", old);
            }
        }
    }

    private static void Say(string what, PictureRef picture)
    {
        lock (Canary)
        {
            Console.Out.WriteLine($"{what} {picture}");
            Console.Out.Flush();
        }
    }
}
