using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Argus.TwoNations.Nations;

/// <summary>A user's browser at home: it keeps cookies and fills in forms, from the portal's request (RFC 7636) to the code that comes back.</summary>
internal sealed partial class Browser(HttpClient http, Nation nation)
{
    private const int MostSteps = 8;
    private const int VerifierBytes = 32;

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <returns>The answer of the token endpoint.</returns>
    public async Task<Reply> SignInAsync(string password, CancellationToken stop)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(VerifierBytes));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var code = await WalkAsync(
            $"{nation.At.Issuer}/oauth/authorize?response_type=code&client_id={NationNames.Portal}&redirect_uri={Uri.EscapeDataString(NationNames.Callback)}"
            + $"&scope={Uri.EscapeDataString($"openid offline_access {NationNames.Read}")}&state=s&nonce=n&code_challenge={challenge}&code_challenge_method=S256",
            password,
            stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = NationNames.Portal,
            ["code"] = code,
            ["code_verifier"] = verifier,
            ["redirect_uri"] = NationNames.Callback,
        });
        using var response = await http.PostAsync(nation.At.Token, form, stop);
        return await Reply.ReadAsync(response, stop);
    }

    /// <summary>Whatever pages come.</summary>
    private async Task<string> WalkAsync(string url, string password, CancellationToken stop)
    {
        var (place, page) = await SendAsync(HttpMethod.Get, new Uri(url), null, stop);
        for (var step = 0; step < MostSteps; step++)
        {
            if (place.OriginalString.StartsWith(NationNames.Callback, StringComparison.Ordinal))
                return Code().Match(place.Query) is { Success: true } code ? Uri.UnescapeDataString(code.Groups[1].Value) : throw new Surprise("the portal is called back without a code");
            (place, page) = page is null
                ? await SendAsync(HttpMethod.Get, place, null, stop)
                : await SendAsync(HttpMethod.Post, new Uri(place, Decoded(Action().Match(page))), Fill(page, password), stop);
        }

        throw new Surprise($"{nation.Names.User} does not get through the pages of {nation}");
    }

    /// <summary>All that is hidden, and what the person adds.</summary>
    private Dictionary<string, string> Fill(string page, string password)
    {
        var form = Input().Matches(page).Where(input => input.Value.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .ToDictionary(input => Decoded(Name().Match(input.Value)), input => Decoded(Value().Match(input.Value)), StringComparer.Ordinal);
        if (page.Contains("name=\"password\"", StringComparison.Ordinal))
            (form["username"], form["password"]) = (nation.Names.User, password);
        else
            form["decision"] = "allow";
        return form;
    }

    /// <returns>Where to go next, or the page that came from there.</returns>
    private async Task<(Uri Place, string? Page)> SendAsync(HttpMethod method, Uri uri, Dictionary<string, string>? form, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, uri) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        using var response = await http.SendAsync(request, stop);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        if (response.Headers.Location is { } location)
            return (new Uri(uri, location), null);
        return response.StatusCode == HttpStatusCode.OK
            ? (uri, await response.Content.ReadAsStringAsync(stop))
            : throw new Surprise($"{nation} answers {nation.Names.User}'s browser with {(int)response.StatusCode}");
    }

    private static string Decoded(Match match) => WebUtility.HtmlDecode(match.Groups[1].Value);

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex Value();

    [GeneratedRegex("[?&]code=([^&]*)")]
    private static partial Regex Code();
}
