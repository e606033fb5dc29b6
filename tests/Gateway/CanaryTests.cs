using System.Net;
using System.Text;

namespace Darkroom.Gateway.Tests;

/// <summary>What is private is in no log and in no file: neither while it exists nor after it has been forgotten.</summary>
[Collection(ServerCollection.Name)]
public sealed class CanaryTests(DarkroomServer server)
{
    [Fact]
    [Trait("Clause", "IMG-07")]
    public async Task Names_addresses_secrets_and_pixels_are_in_no_log_and_no_data_file()
    {
        const string email = "canary.bird.4711@example.org";
        const string fileName = "canary-holiday-4711.png";
        const string callback = "http://127.0.0.1:9/canary-callback-4711";
        using var visitor = await server.SignUp(email: email);
        var token = visitor.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        var picture = Pictures.Png(300, 200, noise: true);
        var pixels = picture[1000..1064];
        using var form = new Form().Field("tool", "resize").Field("params", """{"width":77}""").Field("callbackUrl", callback).File(picture, fileName);
        using var answer = await form.Send(visitor.Http, "canary-key-4711");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var id = (await answer.Json()).GetProperty("id").GetString()!;
        (await visitor.Finished(id, TimeSpan.FromMinutes(2))).GetProperty("status").GetString().ShouldBe("succeeded");
        var result = await visitor.Http.GetByteArrayAsync($"/v1/jobs/{id}/outputs/0?preview");
        using var refused = await Form.Resize("canary-content-4711, not a picture"u8.ToArray(), fileName: fileName).Send(visitor.Http);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);

        // Cut off in the middle: the engine is the first to notice, and logs that.
        using var damaged = await Form.Resize(picture[..(picture.Length * 2 / 3)], fileName: fileName).Send(visitor.Http);
        var failed = await visitor.Finished((await damaged.Json()).GetProperty("id").GetString()!, TimeSpan.FromMinutes(2));
        failed.GetProperty("status").GetString().ShouldBe("failed");
        // In base64 of the whole file, bytes 1002 to 1061 are letters of their own.
        foreach (var written in new[] { Convert.ToBase64String(pixels[2..62]), Convert.ToHexString(pixels), Encoding.Latin1.GetString(pixels) })
            server.Log.ShouldNotContain(written, Case.Insensitive);

        var secrets = new[] { email, "canary.bird.4711", fileName, "canary-callback-4711", "canary-key-4711", "canary-content-4711", token };
        foreach (var secret in secrets)
            server.Log.ShouldNotContain(secret, Case.Insensitive);

        var searched = 0;
        foreach (var file in Directory.EnumerateFiles(server.DataFolder, "*", SearchOption.AllDirectories))
        {
            // The mail is the one place where address and code belong: it stands for the person's own mailbox.
            if (Path.GetRelativePath(server.DataFolder, file).StartsWith("mail", StringComparison.Ordinal))
                continue;
            var bytes = await ReadShared(file);
            searched++;
            foreach (var secret in secrets)
            {
                Contains(bytes, Encoding.UTF8.GetBytes(secret)).ShouldBeFalse($"'{secret}' is in {file}");
                Contains(bytes, Encoding.Unicode.GetBytes(secret)).ShouldBeFalse($"'{secret}' is in {file} as UTF-16");
            }

            Contains(bytes, pixels).ShouldBeFalse($"Pixels of the upload are in {file}");
            Contains(bytes, result[200..232]).ShouldBeFalse($"Pixels of the result are in {file}");
        }

        searched.ShouldBeGreaterThan(3);
    }

    private static bool Contains(byte[] bytes, byte[] wanted) => bytes.AsSpan().IndexOf(wanted) >= 0;

    private static async Task<byte[]> ReadShared(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
