using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Families;

/// <summary>A browser whose user has signed in on the real page; from then on each authorization request comes back with a code at once.</summary>
internal sealed partial class SignedInBrowser : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    private readonly string issuer;

    private SignedInBrowser(Site site) => issuer = site.Url + site.FirstTenant.Path;

    public static async Task<SignedInBrowser> SignInAsync(Site site, CancellationToken stop)
    {
        var (browser, user) = (new SignedInBrowser(site), site.FirstTenant.User!);
        var url = browser.AuthorizationUrl(user.Client.Id, Verifier());
        using var page = await browser.http.GetAsync(url, stop);
        var html = await page.Content.ReadAsStringAsync(stop);
        if (FormToken().Match(html) is not { Success: true } token || FormAction().Match(html) is not { Success: true } action)
            throw new FailedRunException($"no sign-in page at {url}: {page.StatusCode} {html}");
        using var form = new FormUrlEncodedContent(
            [new("form_token", WebUtility.HtmlDecode(token.Groups[1].Value)), new("username", user.Name), new("password", user.Password)]);
        using var signedIn = await browser.http.PostAsync(new Uri(new Uri(url), WebUtility.HtmlDecode(action.Groups[1].Value)), form, stop);
        return signedIn.StatusCode == HttpStatusCode.SeeOther
            ? browser
            : throw new FailedRunException($"sign-in ended with {signedIn.StatusCode}: {await signedIn.Content.ReadAsStringAsync(stop)}");
    }

    /// <summary>A code, and the verifier that goes with it.</summary>
    public async Task<(string Code, string Verifier)> AuthorizeAsync(ProvisionedClient client, CancellationToken stop)
    {
        var verifier = Verifier();
        using var answer = await http.GetAsync(AuthorizationUrl(client.Id, verifier), stop);
        var code = answer.Headers.Location is { } location ? HttpUtility.ParseQueryString(location.Query)["code"] : null;
        return code is not null ? (code, verifier) : throw new FailedRunException($"no code: {answer.StatusCode} {answer.Headers.Location}");
    }

    public void Dispose() => http.Dispose();

    private string AuthorizationUrl(string client, string verifier)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return $"{issuer}/oauth/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(ProvisionedUser.RedirectUri)}"
            + $"&scope={Uri.EscapeDataString(ProvisionedUser.Scope)}&state=s&code_challenge={challenge}&code_challenge_method=S256";
    }

    private static string Verifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    [GeneratedRegex("""name="form_token"[^>]*value="([^"]*)""")]
    private static partial Regex FormToken();

    [GeneratedRegex("""<form[^>]*action="([^"]*)""")]
    private static partial Regex FormAction();
}
