using System.Text;
using System.Text.Json;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>An HTTP response, read to its end.</summary>
internal sealed class Reply(HttpResponseMessage message, byte[] body)
{
    public int Status => (int)message.StatusCode;

    public byte[] Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonElement Json => JsonDocument.Parse(body).RootElement;

    public string? Error => Member("error");

    public string AccessToken => Member("access_token") ?? throw new InvalidOperationException($"no token: {Status} {Text}");

    public string? Member(string name) => Json.TryGetProperty(name, out var member) ? member.GetString() : null;

    /// <summary>A header's value, or null; several values are joined with a comma.</summary>
    public string? Header(string name) =>
        message.Headers.TryGetValues(name, out var values) || message.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public IEnumerable<string> Members => Json.EnumerateObject().Select(member => member.Name);

    public override string ToString() => $"{Status} {Text}";

    /// <summary>RFC 6749 §5.2: the code, in JSON that nobody keeps, with a text and nothing else.</summary>
    public Reply Refuses(int status, string error)
    {
        Assert.True((status, error) == (Status, Error), $"expected {status} {error}, got {this}");
        Assert.Equal(["error", "error_description"], Members);
        Assert.Equal("application/json", Header("Content-Type"));
        IsNotStored();
        Assert.Equal(status == 401 ? $"Basic realm=\"{Realm}\", charset=\"UTF-8\"" : null, Header("WWW-Authenticate"));
        return this;
    }

    /// <summary>RFC 9457, with the code of the rule that is against it, and nothing of how it is made.</summary>
    public Reply IsProblem(int status, string code)
    {
        Assert.True(Header("Content-Type") == "application/problem+json", ToString());
        Assert.True((status, code) == (Status, Member("code")), $"expected {status} {code}, got {this}");
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal($"urn:argus:problem:{code}", Member("type"));
        Assert.NotEmpty(Member("detail")!);
        Assert.Empty(Members.Except(["type", "title", "status", "detail", "code"]));
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.DoesNotMatch(@"Exception|Argus\.|System\.|\.NET", Text);
        return this;
    }

    public Reply IsNotStored()
    {
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.Equal("no-cache", Header("Pragma"));
        return this;
    }

    /// <summary>Exactly <c>{"active":false}</c>: it says nothing about why.</summary>
    public void IsInactive()
    {
        Assert.Equal("""200 {"active":false}""", ToString());
        Assert.Equal("application/json", Header("Content-Type"));
        IsNotStored();
    }

    public void IsActive()
    {
        Assert.Equal(200, Status);
        Assert.True(Json.GetProperty("active").GetBoolean(), Text);
    }

    private string Realm => message.RequestMessage!.RequestUri!.AbsolutePath.Split('/') is ["", "t", var tenant, ..] ? tenant
        : message.RequestMessage.Headers.Host is { } host ? host.Split('.')[0] : "main";
}
