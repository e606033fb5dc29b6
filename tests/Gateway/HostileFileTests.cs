using System.Net;
using System.Text;

namespace Darkroom.Gateway.Tests;

/// <summary>
/// Damaged and hostile files through the front door: each is a clear refusal or a job that fails and costs nothing, and the service goes
/// on. The damage is drawn from a fixed seed, so that a failure can be repeated.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class HostileFileTests(DarkroomServer server)
{
    private const int Credits = 1000;

    [Fact]
    public async Task Two_hundred_and_more_broken_files_cost_nothing_and_harm_nobody()
    {
        using var visitor = await server.SignUpWithCredits(Credits);
        var before = (await visitor.Wallet()).GetProperty("balance").GetInt64();
        var files = Files().ToList();
        files.Count.ShouldBeGreaterThanOrEqualTo(200);
        var jobs = new List<(string Name, string Id)>();
        foreach (var (name, bytes) in files)
        {
            using var form = Form.Resize(bytes, """{"width":32}""", "x.jpg");
            using var answer = await form.Send(visitor.Http);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                jobs.Add((name, (await answer.Json()).GetProperty("id").GetString()!));
                continue;
            }

            var code = (await answer.Json()).GetProperty("code").GetString();
            (answer.StatusCode, code).ShouldBeOneOf(
                [(HttpStatusCode.UnsupportedMediaType, "unsupported_picture"), (HttpStatusCode.UnprocessableEntity, "too_many_pixels")], name);
        }

        var succeeded = 0;
        foreach (var (name, id) in jobs)
        {
            var job = await visitor.Finished(id, TimeSpan.FromMinutes(2));
            var status = job.GetProperty("status").GetString();
            status.ShouldBeOneOf(["succeeded", "failed"], name); // Some damage leaves a picture that still decodes.
            if (status == "succeeded")
            {
                succeeded++;
                continue;
            }

            job.GetProperty("error").GetProperty("code").GetString().ShouldNotBeNullOrEmpty(name);
            job.GetProperty("error").GetProperty("detail").GetString().ShouldNotBeNullOrEmpty(name);
        }

        var wallet = await visitor.Wallet();
        wallet.GetProperty("balance").GetInt64().ShouldBe(before - succeeded);
        wallet.GetProperty("held").GetInt64().ShouldBe(0);

        using var good = Form.Resize(Pictures.Rocket);
        using var after = await good.Send(visitor.Http);
        (await visitor.Finished((await after.Json()).GetProperty("id").GetString()!, TimeSpan.FromMinutes(2)))
            .GetProperty("status").GetString().ShouldBe("succeeded");
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        var random = new Random(20261122);
        var seeds = new (string Name, byte[] Bytes)[] { ("jpeg", Pictures.Rocket), ("png", Pictures.Png(60, 40, noise: true)) };
        foreach (var (name, bytes) in seeds)
        {
            for (var i = 0; i < 40; i++)
                yield return ($"{name} cut at {i}", bytes[..random.Next(bytes.Length)]);
            for (var i = 0; i < 45; i++)
                yield return ($"{name} with flipped bits {i}", Flipped(bytes, random, headOnly: i % 3 == 0));
            for (var i = 0; i < 12; i++)
                yield return ($"{name} with a hole {i}", Holed(bytes, random));
            yield return ($"{name} with a script behind it", [.. bytes, .. "<script>alert(1)</script>"u8]);
        }

        yield return ("jpeg into png", [.. Pictures.Png(9, 9).AsSpan(0, 8), .. Pictures.Rocket]);
        yield return ("png into jpeg", [.. Pictures.Rocket.AsSpan(0, 20), .. Pictures.Png(9, 9)]);
        yield return ("a zip", Encoding.Latin1.GetBytes("PK\u0003\u0004" + new string('\0', 400)));
        yield return ("an executable", Encoding.Latin1.GetBytes("\u007fELF" + new string('\u0001', 400)));
        yield return ("an svg with an entity bomb", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'cccc'>]><svg>&b;</svg>"u8.ToArray());
        yield return ("a webp that lies about its length", [.. "RIFF"u8, 0xff, 0xff, 0xff, 0xff, .. "WEBPVP8X"u8, .. new byte[40]]);
        yield return ("a gif without a frame", [.. "GIF89a"u8, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x3b]);
        yield return ("one byte", [0xff]);
        yield return ("zeros", new byte[10_000]);
    }

    private static byte[] Flipped(byte[] bytes, Random random, bool headOnly)
    {
        byte[] copy = [.. bytes];
        for (var i = 0; i < 20; i++)
            copy[random.Next(headOnly ? Math.Min(200, copy.Length) : copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Holed(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length - 1);
        return [.. bytes.AsSpan(0, start), .. bytes.AsSpan(Math.Min(bytes.Length, start + random.Next(1, 5000)))];
    }
}
