using System.Text;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Problems;
using Darkroom.Pictures;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;

namespace Darkroom.Gateway.Tests;

/// <summary>The parts of the intake, one by one.</summary>
public sealed class IntakePartTests
{
    private static readonly ProbeLimits Limits = new(1_000_000, 2_000);

    [Fact]
    public async Task An_upload_passes_every_byte_on_whatever_the_chunks()
    {
        var picture = Pictures.Rocket;
        foreach (var chunk in new[] { 1, 7, 4096, 1 << 20 })
        {
            await using var upload = new UploadStream(new Chunked(picture, chunk), Limits, picture.Length);
            (await upload.Prime(default)).ShouldBeTrue();
            using var copy = new MemoryStream();
            await upload.CopyToAsync(copy);
            copy.ToArray().ShouldBe(picture);
            upload.Header!.Type.ShouldBe(PictureType.Jpeg);
            (upload.Header.Width, upload.Header.Height).ShouldBe((640, 427));
        }
    }

    [Fact]
    public async Task An_upload_with_one_byte_too_many_is_stopped_in_the_middle()
    {
        var picture = Pictures.Png(700, 500, noise: true);
        picture.Length.ShouldBeGreaterThan(200_000);
        await using var upload = new UploadStream(new Chunked(picture, 1000), Limits, picture.Length - 1);
        (await upload.Prime(default)).ShouldBeTrue();
        await Should.ThrowAsync<UploadRefusedException>(() => upload.CopyToAsync(Stream.Null));
        upload.Refusal!.Kind.ShouldBe(ProblemKinds.TooLarge);
    }

    [Fact]
    public void Any_bytes_at_all_are_taken_or_refused_and_never_a_fault() => Prop.ForAll<byte[], byte>((bytes, chunk) =>
    {
        using var upload = new UploadStream(new Chunked(bytes, Math.Max((byte)1, chunk)), Limits, 1 << 20);
        upload.Prime(default).GetAwaiter().GetResult().ShouldBe(upload.Refusal is null);
        (upload.Refusal is null).ShouldBe(upload.Header is not null || bytes.Length > 64 * 1024);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Waiting_uploads_never_take_more_than_there_is_room_and_give_it_back()
    {
        var room = new WaitingRoom(100);
        using (var one = room.Enter())
        {
            one.TryGrow(60).ShouldBeTrue();
            using var two = room.Enter();
            two.TryGrow(41).ShouldBeFalse();
            two.TryGrow(40).ShouldBeTrue();
            one.TryGrow(1).ShouldBeFalse();
        }

        using var three = room.Enter();
        three.TryGrow(100).ShouldBeTrue();
    }

    [Theory]
    [InlineData("photo.jpg", "photo.jpg")]
    [InlineData("C:\\Users\\me\\photo.jpg", "photo.jpg")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("a\tb.png", "ab.png")]
    [InlineData("..", "..")]
    [InlineData("/", null)]
    [InlineData(" ", null)]
    public async Task A_file_name_is_cut_to_a_bare_and_printable_one(string sent, string? kept)
    {
        var body = $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{sent.Replace("\\", "\\\\", StringComparison.Ordinal)}\"\r\n\r\nx\r\n--b--\r\n";
        var part = await FormPart.Next(new MultipartReader("b", new MemoryStream(Encoding.UTF8.GetBytes(body))), default);
        part.ShouldNotBeNull();
        part.Name.ShouldBe("file");
        part.FileName.ShouldBe(kept);
    }

    [Fact]
    public void A_fingerprint_tells_every_field_and_file_apart()
    {
        byte[] one = [1], two = [2];
        var prints = new List<string>
        {
            Print([("tool", "a")], one), Print([("tool", "b")], one), Print([("params", "a")], one), Print([("tool", "a"), ("params", "")], one),
            Print([("tool", "a")], two), Print([("tool", "a")], one, two), Print([("tool", "a")], two, one), Print([("keepFor", "a")], one),
        };
        prints.ShouldBeUnique();
        Print([("tool", "a"), ("params", "{}")], one).ShouldBe(Print([("params", "{}"), ("tool", "a")], one)); // The order of fields says nothing.
    }

    private static string Print((string Name, string Value)[] fields, params byte[][] files)
    {
        var form = new JobForm();
        foreach (var (name, value) in fields)
            form.Add(name, value).ShouldBeTrue();
        return Convert.ToHexString(form.Fingerprint(files));
    }

    /// <summary>Gives at most so many bytes at a time, as a network does.</summary>
    private sealed class Chunked(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }
}
