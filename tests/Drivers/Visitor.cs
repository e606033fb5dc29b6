using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Darkroom.Drivers;

/// <summary>A person with a script: signs up over HTTP, reads the code from the mail folder, and uses the API with a token.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;
    private readonly IReadOnlyList<DirectoryInfo> mailFolders;

    public Visitor(Uri address, string dataFolder, string email)
        : this(address, [dataFolder], email)
    {
    }

    /// <summary>Of a cluster: any of the silos may have sent the mail.</summary>
    public Visitor(Uri address, IReadOnlyList<string> dataFolders, string email)
    {
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        mailFolders = [.. dataFolders.Select(folder => new DirectoryInfo(Path.Combine(folder, "mail")))];
        Email = email;
    }

    public string Email { get; }

    public HttpClient Http => http;

    /// <summary>Makes the account, confirms it with the mailed code, and signs in.</summary>
    public async Task SignUp()
    {
        using var brand = await http.GetAsync("/v1/brand");
        brand.EnsureSuccessStatusCode();
        var version = (await brand.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("policyVersion").GetString();
        using var account = await http.PostAsJsonAsync("/v1/accounts", new
        {
            email = Email,
            name = "A Visitor",
            birthDate = "1990-04-01",
            country = "SE",
            acceptedPolicy = version,
        });
        if (account.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"Sign-up: {(int)account.StatusCode} {await account.Content.ReadAsStringAsync()}");
        }

        using var session = await http.PostAsJsonAsync("/v1/sessions", new { email = Email, code = await Code(), kind = "token" });
        session.EnsureSuccessStatusCode();
        var token = (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The newest one-time code that was mailed to this person.</summary>
    public async Task<string> Code()
    {
        for (var attempt = 0; attempt < 200; attempt++, await Task.Delay(50))
        {
            var newest = mailFolders.Where(folder => Directory.Exists(folder.FullName)).SelectMany(folder => folder.GetFiles("*.eml"))
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .Select(file => File.ReadAllText(file.FullName))
                .FirstOrDefault(text => text.Contains(Email, StringComparison.OrdinalIgnoreCase));
            if (newest is not null && CodeLine().Match(newest) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }
        }

        throw new TimeoutException($"No mail with a code in {string.Join(", ", mailFolders)}.");
    }

    /// <summary>Uploads a picture; answers the status, the body and, when it was accepted, the job's id.</summary>
    public async Task<(HttpStatusCode Status, string? Job, string Body)> Submit(
        byte[] picture, string tool, object parameters, string? idempotencyKey = null, string fileName = "photo.png", long? price = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(tool), "tool" },
            { new StringContent(JsonSerializer.Serialize(parameters)), "params" },
        };
        if (price is { } quoted)
        {
            form.Add(new StringContent(quoted.ToString(CultureInfo.InvariantCulture)), "price");
        }

        form.Add(new ByteArrayContent(picture), "file", fileName);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = form };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var job = answer.StatusCode == HttpStatusCode.Accepted ? JsonDocument.Parse(body).RootElement.GetProperty("id").GetString() : null;
        return (answer.StatusCode, job, body);
    }

    public async Task<JsonElement> Job(string id)
    {
        using var answer = await http.GetAsync($"/v1/jobs/{id}");
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Waits until the job has ended; answers it.</summary>
    public async Task<JsonElement> Finished(string id, TimeSpan patience)
    {
        for (var deadline = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var job = await Job(id);
            if (job.GetProperty("status").GetString() is "succeeded" or "failed" or "canceled" or "expired")
            {
                return job;
            }

            if (deadline.Elapsed > patience)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Job {id} is still {job} after {patience}."));
            }
        }
    }

    /// <summary>Follows the job's events to its end, as a front end does; answers the last one.</summary>
    public async Task<JsonElement> Watch(string id)
    {
        using var stream = new StreamReader(await http.GetStreamAsync($"/v1/jobs/{id}/events"));
        JsonElement last = default;
        while (await stream.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                last = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            }
        }

        return last;
    }

    public async Task<JsonElement> Wallet() => await http.GetFromJsonAsync<JsonElement>("/v1/wallet");

    public void Dispose() => http.Dispose();

    [GeneratedRegex(@"^Code: (\d{6})\s*$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();
}
