using Darkroom.Pictures.Headers;

namespace Darkroom.Pictures;

/// <summary>
/// Reads a picture's header from a stream that passes by, chunk by chunk: type, size, orientation, before anything is decoded.
/// Safe on hostile bytes: it never throws on any content, its work is linear in what it is fed and it keeps at most about 1 MiB.
/// For one picture and one thread at a time.
/// </summary>
/// <remarks>
/// A refusal can come before everything is known, so feed every chunk and look at each answer. After <see cref="ProbeResult.Known"/>
/// or <see cref="ProbeResult.Refused"/> further bytes are ignored and the answer stays.
/// </remarks>
public sealed class PictureProbe(ProbeLimits limits)
{
    private const int SignatureBytes = 16;

    private readonly List<byte> pending = [];
    private HeaderReader? reader;
    private long skip;
    private long position;
    private int parts;
    private int wanted = SignatureBytes;
    private ProbeResult answer = ProbeResult.NeedMore.Instance;

    /// <summary>Reads a picture that is in memory as a whole.</summary>
    public static ProbeResult Read(ReadOnlySpan<byte> picture, ProbeLimits limits)
    {
        var probe = new PictureProbe(limits);
        probe.Feed(picture);
        return probe.Finish();
    }

    /// <summary>Takes the next bytes and says what is known now.</summary>
    public ProbeResult Feed(ReadOnlySpan<byte> bytes)
    {
        while (answer is ProbeResult.NeedMore && !bytes.IsEmpty)
        {
            var passed = (int)Math.Min(skip, bytes.Length);
            skip -= passed;
            position += passed;
            bytes = bytes[passed..];
            if (bytes.IsEmpty) break;

            var take = Math.Min(wanted - pending.Count, bytes.Length);
            pending.AddRange(bytes[..take]);
            bytes = bytes[take..];
            if (pending.Count == wanted) Advance();
        }

        return answer;
    }

    /// <summary>The stream has ended: never <see cref="ProbeResult.NeedMore"/>.</summary>
    public ProbeResult Finish()
    {
        if (answer is not ProbeResult.NeedMore) return answer;
        return answer = reader is null ? NotAPicture()
            : reader.AtEnd() is { } header ? Judge(header)
            : Refuse(PictureRefusal.Corrupt, "The picture is cut off before its size is known.");
    }

    // Lets the format's reader look at what is there until it wants bytes that are not.
    private void Advance()
    {
        while (answer is ProbeResult.NeedMore)
        {
            var here = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending);
            if (reader is null)
            {
                reader = HeaderReader.For(here);
                if (reader is null)
                {
                    answer = NotAPicture();
                    return;
                }
            }

            var step = reader.Read(here);
            if (reader.Refusal is { } why) answer = why;
            else if (reader.Header is { } header) answer = Judge(header);
            else if (reader.Size is { } size && TooLarge(size.Width, size.Height) is { } refusal) answer = refusal;
            else if (!Move(step, here.Length)) return;
        }
    }

    // True when the reader has all it wants and can read on.
    private bool Move(HeaderStep step, int available)
    {
        if (step.Consume > 0)
        {
            var held = (int)Math.Min(step.Consume, available);
            pending.RemoveRange(0, held);
            position += held;
            skip = step.Consume - held;
            available -= held;
            if (++parts > limits.MaximumParts || (!reader!.InPixels && position + skip > limits.MaximumMetadataBytes))
            {
                answer = Refuse(PictureRefusal.TooMuchMetadata,
                    $"The picture carries more than {limits.MaximumMetadataBytes >> 10} KiB or {limits.MaximumParts} parts of metadata before its pixels.");
                return false;
            }
        }

        wanted = step.Want;
        return skip == 0 && available >= wanted;
    }

    private ProbeResult Judge(PictureHeader header) => header switch
    {
        { StoredWidth: < 1 } or { StoredHeight: < 1 } => Refuse(PictureRefusal.Corrupt, "The picture says that it has no pixels."),
        _ when !limits.Accepted.Contains(header.Type) => Refuse(PictureRefusal.Unsupported,
            $"{header.Type.DisplayName()} pictures are not read here. {Allowed()}"),
        _ => TooLarge(header.StoredWidth, header.StoredHeight) ?? (ProbeResult)new ProbeResult.Known(header),
    };

    private ProbeResult.Refused? TooLarge(int width, int height) =>
        (long)width * height > limits.MaximumPixels || Math.Max(width, height) > limits.MaximumSide
            ? Refuse(PictureRefusal.TooManyPixels, FormattableString.Invariant(
                $"The picture has {width} × {height} pixels; at most {limits.MaximumPixels} pixels and {limits.MaximumSide} on a side are allowed."))
            : null;

    private ProbeResult.Refused NotAPicture() => Refuse(PictureRefusal.Unsupported, $"This is not a picture that can be read. {Allowed()}");

    private string Allowed() => $"Send one of: {string.Join(", ", limits.Accepted.Order().Select(type => type.DisplayName()))}.";

    private static ProbeResult.Refused Refuse(string code, string detail) => new(code, detail);
}
