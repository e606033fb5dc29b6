using System.Runtime.InteropServices;
using Darkroom.Brands;
using Darkroom.Imaging;
using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Vault;

namespace Darkroom.Silo.Work;

/// <summary>The pictures of one attempt: reads its inputs, stores its results under references of its own, takes them back if it was in vain.</summary>
internal sealed class AttemptPictures(
    IPictureVault vault, IForgetting forgetting, IBrands brands, WorkOptions options, TimeProvider time, RandomSource random)
{
    /// <summary>The inputs in memory, or null when one of them is forgotten.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>?> Read(JobLease lease, CancellationToken cancellation)
    {
        var inputs = new List<ReadOnlyMemory<byte>>();
        foreach (var input in lease.Inputs)
        {
            if (await vault.Open(input.Picture, cancellation) is not { } stored)
            {
                return null;
            }

            await using (stored)
            {
                var bytes = new byte[stored.Length];
                await stored.Content.ReadExactlyAsync(bytes, cancellation);

                // Reading on to the end is what tells a whole object from one that was cut short.
                if (await stored.Content.ReadAsync(new byte[1], cancellation) != 0)
                {
                    throw new InvalidDataException("A stored picture is longer than it says.");
                }

                inputs.Add(bytes);
            }
        }

        return inputs;
    }

    /// <summary>Stores one result. Its row in the retention table is there before its first byte.</summary>
    /// <param name="made">Gets the reference, even if storing fails.</param>
    public async Task<JobOutput> Store(
        JobLease lease, ImagingOutput output, int index, ICollection<PictureRef> made, CancellationToken cancellation)
    {
        var rule = brands[lease.Job.Brand].Retention.Outputs;
        var stay = rule.Longest < options.AttemptStay ? rule.Longest : options.AttemptStay;
        var picture = PictureRef.New(lease.Owner, time, random);
        made.Add(picture);
        await forgetting.Register(
            new RetainedPicture(picture, lease.Job, "output", rule.Clause, time.GetUtcNow() + stay), cancellation);
        using var content = Open(output.Bytes);
        var stored = await vault.Put(picture, content, cancellation);
        var name = OutputName.For(lease.Inputs.Count > 0 ? lease.Inputs[0].FileName : null, lease.Tool, index, output.Extension);
        return new JobOutput(picture, output.Type, output.Width, output.Height, stored.Bytes, name);
    }

    /// <summary>Forgets what an attempt in vain has made.</summary>
    public Task Forget(IReadOnlyCollection<PictureRef> made) =>
        made.Count == 0 ? Task.CompletedTask : forgetting.ForgetNow(made, CancellationToken.None);

    private static MemoryStream Open(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
