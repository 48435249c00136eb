using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Pages;

namespace Argus.IntegrationTests.Http.Authorization;

/// <summary>What a browser does, and no more: it keeps cookies, fills in forms of pages, and does not follow redirects unless told to.</summary>
internal sealed class Browser(TestNode node)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public IDictionary<string, string> Cookies => _cookies;

    public Task<Reply> GetAsync(string url) => SendAsync(HttpMethod.Get, url, null, []);

    public Task<Reply> PostAsync(string url, string form, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, url, form, headers);

    /// <summary>Sends the page's first form with what was typed, hidden fields included.</summary>
    public Task<Reply> SubmitAsync(Reply page, params (string Name, string Value)[] typed)
    {
        var form = FormOf(page);
        var hidden = form.Descendants("input").Where(input => input.Of("type") == "hidden").Select(input => (input.Of("name")!, input.Of("value")!));
        return PostAsync(form.Of("action")!, Encode([.. hidden, .. typed]));
    }

    public Task<Reply> SignInAsync(Reply page, string username = Walks.Alice, string password = Walks.Password) =>
        SubmitAsync(page, ("username", username), ("password", password));

    /// <summary>Goes from the client's request to the answer, whatever pages come.</summary>
    public async Task<Reply> WalkAsync(string url, string username = Walks.Alice)
    {
        var reply = await GetAsync(url);
        for (var steps = 0; steps < 6; steps++)
        {
            if (reply.Status == 303 && reply.Header("Location")!.StartsWith('/'))
                reply = await GetAsync(reply.Header("Location")!);
            else if (reply.IsPage("Sign in"))
                reply = await SignInAsync(reply, username);
            else if (reply.IsPage("Allow access?"))
                reply = await SubmitAsync(reply, ("decision", "allow"));
            else
                return reply;
        }

        throw new InvalidOperationException($"The walk does not end: {reply}");
    }

    public static XElement FormOf(Reply page) => AllPages.Parse(page.Text).Descendants("form").First();

    public static string Encode(params (string Name, string Value)[] parameters) =>
        string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));

    private async Task<Reply> SendAsync(HttpMethod method, string url, string? form, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        if (form is not null)
        {
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        var reply = await node.SendAsync(request);
        foreach (var cookie in reply.Header("Set-Cookie")?.Split(", ") ?? [])
            Keep(cookie.Split(';')[0].Split('=', 2));
        return reply;
    }

    private void Keep(string[] cookie)
    {
        if (cookie[1].Length == 0)
            _cookies.Remove(cookie[0]);
        else
            _cookies[cookie[0]] = cookie[1];
    }
}
