using System.Net;
using System.Net.Http.Json;
using System.Text;
using Darkroom.Drivers;
using Darkroom.Jobs;
using Darkroom.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Darkroom.Gateway.Tests.Accounts;

/// <summary>Access, rectification, erasure.</summary>
[Collection(ServerCollection.Name)]
public sealed class AccountTests(DarkroomServer server)
{
    [Fact]
    [Trait("Clause", "NAN-08")]
    public async Task Facts_are_corrected_alone()
    {
        using var http = await new Person(server).Join();
        using var answer = await http.PatchAsJsonAsync("/v1/account", new { name = "Åsa Öberg", language = "en" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var account = await http.GetFromJson("/v1/account");
        account.GetProperty("name").GetString().ShouldBe("Åsa Öberg");
        account.GetProperty("language").GetString().ShouldBe("en");
        account.GetProperty("country").GetString().ShouldBe("SE");
        using var wrong = await http.PatchAsJsonAsync("/v1/account", new { language = "tlh", country = "DE" });
        var errors = (await wrong.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors");
        errors.TryGetProperty("language", out _).ShouldBeTrue();
        using var young = await http.PatchAsJsonAsync("/v1/account", new { country = "DE", birthDate = DateTime.UtcNow.AddYears(-14).ToString("yyyy-MM-dd", null) });
        await young.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "too_young");
    }

    [Fact]
    [Trait("Clause", "NAN-08")]
    [Trait("Clause", "PIX-21")]
    public async Task Erasure_ends_everything_and_the_address_is_as_good_as_new()
    {
        using var person = new Person(server);
        using var http = await person.Join();
        using var made = await http.PostAsJsonAsync("/v1/keys", new { name = "k", scopes = new[] { "account" } });
        using var key = server.WithBearer((await made.Json()).GetProperty("key").GetString()!);
        var before = (await http.GetFromJson("/v1/account")).GetProperty("id").GetString();
        using var form = Form.Resize(Pictures.Photo("chelsea.png"));
        using var accepted = await form.Send(http);
        var job = server.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IJobGrain>(GrainKeys.Job(new JobId(new BrandId("nanogpt"), (await accepted.Json()).GetProperty("id").GetString()!)));
        await Eventually.Is(async () => (await job.Read())?.Status, JobStatus.Succeeded);
        var picture = (await job.Read())!.Outputs[0].Picture;
        var vault = server.Services.GetRequiredService<IPictureVault>();
        await using (var there = await vault.Open(picture, default))
            there.ShouldNotBeNull();

        using var answer = await http.DeleteAsync("/v1/account");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var erasure = await answer.Json();
        erasure.GetProperty("done").GetBoolean().ShouldBeTrue();
        (erasure.GetProperty("deadline").GetDateTimeOffset() - erasure.GetProperty("requestedAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(1));
        await (await http.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await key.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        var books = server.Services.GetRequiredService<ILedger>();
        (await vault.Open(picture, default)).ShouldBeNull();
        (await job.Read())!.Forgotten.ShouldBeTrue();
        (await books.Read(new UserId(new BrandId("nanogpt"), before!), [])).Wallet.ShouldBeNull("the books no longer know whose wallet it was");
        await person.AskToSignIn();
        person.NewestMail.Code.ShouldBeNull("there is no account any more, and the mail says so");

        using var anew = await person.Join();
        (await anew.GetFromJson("/v1/account")).GetProperty("id").GetString().ShouldNotBe(before);
    }

    [Fact]
    [Trait("Clause", "NAN-06")]
    [Trait("Clause", "IMG-03")]
    public async Task Neither_address_nor_name_nor_birth_date_nor_secret_is_readable_in_data_or_logs()
    {
        const string name = "Canaryna Kanariefågel";
        using var person = new Person(server, email: "canary.in.the.coalmine@example.net");
        await person.SignUp(name, "1971-12-13");
        var mail = person.NewestMail;
        using var wrong = await person.SignInByCode("999999");
        using var session = await person.SignInByCode(mail.Code);
        var token = (await session.Json()).GetProperty("token").GetString()!;
        using var http = server.WithBearer(token);
        using var made = await http.PostAsJsonAsync("/v1/keys", new { name = "canary key", scopes = new[] { "account" } });
        var key = (await made.Json()).GetProperty("key").GetString()!;
        await http.GetFromJson("/v1/account");
        using var bad = await http.PatchAsJsonAsync("/v1/account", new { name = name + "\n", country = "QQ" });

        string[] canaries = ["canary.in.the.coalmine", "Canaryna", "Kanariefågel", "1971-12-13", "canary key", token, key, mail.Link!.Split('.')[1]];
        foreach (var canary in canaries)
            server.Log.ShouldNotContain(canary, Case.Insensitive);
        var mailFolder = Path.Combine(server.DataFolder, "mail") + Path.DirectorySeparatorChar;
        var files = Directory.GetFiles(server.DataFolder, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(mailFolder, StringComparison.Ordinal)).ToList();
        files.Count(path => path.Contains(".db", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(2);
        foreach (var path in files)
        {
            var bytes = await ReadShared(path);
            foreach (var canary in canaries)
            {
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)).ShouldBe(-1, $"'{canary}' in {path}");
                bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(canary)).ShouldBe(-1, $"'{canary}' as UTF-16 in {path}");
            }
        }

        files.ShouldContain(path => path.EndsWith("orleans.db", StringComparison.Ordinal));
    }

    private static async Task<byte[]> ReadShared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
