using System.Web;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Pages;

namespace Argus.IntegrationTests.Http.Authorization;

/// <summary>What answers of the authorization endpoint say.</summary>
internal static class Answers
{
    public static bool IsPage(this Reply reply, string title) =>
        reply.Header("Content-Type") == "text/html; charset=utf-8" && AllPages.Parse(reply.Text).Descendants("h1").Single().Value == title;

    public static Reply ShowsPage(this Reply reply, int status, string title)
    {
        Assert.True(reply.Status == status && reply.IsPage(title), $"expected {status} and '{title}', got {reply}");
        Assert.Null(reply.Header("Location"));
        return reply;
    }

    /// <summary>A page of an error, without a way on.</summary>
    public static void IsDeadEnd(this Reply reply, int status = 400)
    {
        reply.ShowsPage(status, "This cannot be done");
        Assert.DoesNotContain("<form", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<a ", reply.Text, StringComparison.Ordinal);
    }

    /// <summary>The answer at the client (RFC 6749 §4.1.2, RFC 9207), by name.</summary>
    public static IReadOnlyDictionary<string, string> AtClient(this Reply reply, string redirectUri = Walks.Callback)
    {
        var location = reply.Header("Location") ?? throw new InvalidOperationException($"no redirect: {reply}");
        Assert.Equal(303, reply.Status);
        Assert.StartsWith(redirectUri + (redirectUri.Contains('?', StringComparison.Ordinal) ? "&" : "?"), location, StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal("no-referrer", reply.Header("Referrer-Policy"));
        var query = HttpUtility.ParseQueryString(new Uri(location).Query);
        return query.AllKeys.ToDictionary(name => name!, name => Assert.Single(query.GetValues(name)!), StringComparer.Ordinal);
    }

    public static string Code(this Reply reply, string redirectUri = Walks.Callback) =>
        reply.AtClient(redirectUri).TryGetValue("code", out var code) ? code : throw new InvalidOperationException($"no code: {reply.Header("Location")}");

    /// <summary>Refused at the client, with the state and the issuer, and without a code.</summary>
    public static void IsRefusedAtClient(this Reply reply, string error, string issuer)
    {
        var answer = reply.AtClient();
        Assert.True(answer.GetValueOrDefault("error") == error, $"expected {error}, got {reply.Header("Location")}");
        Assert.Equal((Walks.State, issuer), (answer["state"], answer["iss"]));
        Assert.Equal(["error", "error_description", "iss", "state"], answer.Keys.Order());
    }
}
