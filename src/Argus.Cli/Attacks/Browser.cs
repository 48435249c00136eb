using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>What a browser does, and no more: it keeps cookies, fills in forms and follows redirects within the deployment.</summary>
internal sealed class Browser(Wire wire, string root)
{
    private const int MostSteps = 6;

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>Another browser with the same cookies under other names: what a thief would send.</summary>
    public Browser Copy(Func<string, string> rename)
    {
        var copy = new Browser(wire, root);
        foreach (var (name, value) in _cookies)
            copy._cookies[rename(name)] = value;
        return copy;
    }

    /// <param name="url">Absolute, or a path of the deployment.</param>
    public Task<Answer> GetAsync(string url) => SendAsync(url, () => wire.GetAsync(Absolute(url), Headers()));

    /// <param name="url">Absolute, or a path of the deployment.</param>
    public Task<Answer> PostAsync(string url, params (string Name, string Value)[] fields) => SendAsync(url, () => wire.PostAsync(Absolute(url), null, fields, Headers()));

    /// <summary>Sends the page's first form with what was typed, hidden fields included.</summary>
    public Task<Answer> SubmitAsync(PageForm form, params (string Name, string Value)[] typed) => PostAsync(form.Action, [.. form.Hidden, .. typed]);

    /// <summary>Goes from a client's request to the answer: signs in once, if asked, and allows what is asked.</summary>
    /// <param name="url">Absolute, or a path of the deployment.</param>
    /// <param name="password">Of the user; null for none, so that a page that asks for it ends the walk.</param>
    public async Task<Answer> WalkAsync(string url, string? password)
    {
        var answer = await GetAsync(url).ConfigureAwait(false);
        for (var steps = 0; steps < MostSteps; steps++)
        {
            if (answer.Headers?.Location is { } next)
            {
                if (!IsWithin(next.OriginalString))
                    return answer;
                answer = await GetAsync(next.OriginalString).ConfigureAwait(false);
            }
            else if (PageForm.In(answer) is not { } form)
            {
                return answer;
            }
            else if (form.Has("password") && password is not null)
            {
                (answer, password) = (await SubmitAsync(form, ("username", Side.User), ("password", password)).ConfigureAwait(false), null);
            }
            else if (form.Has("decision"))
            {
                answer = await SubmitAsync(form, ("decision", "allow")).ConfigureAwait(false);
            }
            else
            {
                return answer;
            }
        }

        return answer;
    }

    /// <summary>The form that stands at a URL; null if there is none.</summary>
    public async Task<PageForm?> WalkToFormAsync(string url) => PageForm.In(await GetAsync(url).ConfigureAwait(false));

    private bool IsWithin(string url) => url.StartsWith('/') || url.StartsWith(root + "/", StringComparison.Ordinal);

    private string Absolute(string url) => url.StartsWith('/') ? root + url : url;

    private (string Name, string Value)[] Headers() =>
        _cookies.Count == 0 ? [] : [("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")))];

    private async Task<Answer> SendAsync(string url, Func<Task<Answer>> send)
    {
        if (!IsWithin(url))
            throw new ArgumentException("Cookies stay within the deployment.", nameof(url));
        var answer = await send().ConfigureAwait(false);
        if (answer.Headers is { } headers && headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
                Keep(cookie.Split(';')[0].Split('=', 2));
        }

        return answer;
    }

    private void Keep(string[] cookie)
    {
        if (cookie is [var name, { Length: > 0 } value])
            _cookies[name] = value;
        else
            _cookies.Remove(cookie[0]);
    }
}
