using System.Net.Http.Headers;

namespace Darkroom.Gateway.Tests;

/// <summary>A job's form, with parts in the order in which they are added.</summary>
internal sealed class Form : IDisposable
{
    private readonly MultipartFormDataContent content = [];

    public static Form Resize(byte[] picture, string parameters = """{"width":64}""", string fileName = "photo.jpg") =>
        new Form().Field("tool", "resize").Field("params", parameters).File(picture, fileName);

    public Form Field(string name, string value)
    {
        content.Add(new StringContent(value), name);
        return this;
    }

    public Form File(byte[] picture, string fileName = "photo.jpg", string type = "application/octet-stream")
    {
        content.Add(new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, "file", fileName);
        return this;
    }

    /// <summary>Sends it to <c>POST /v1/jobs</c>.</summary>
    public async Task<HttpResponseMessage> Send(HttpClient http, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = content };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await http.SendAsync(request);
    }

    public void Dispose() => content.Dispose();
}
