using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Argus.IntegrationTests.Http.Authorization;

namespace Argus.IntegrationTests.Families;

/// <summary>A client's store of tokens that refreshes all the time, and after a failure asks again with what it holds, as a good client does.</summary>
internal sealed class TokenStore(HttpClient http, Uri tokenEndpoint, string refreshToken)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private string _refreshToken = refreshToken;

    public string RefreshToken => _refreshToken;

    /// <summary>Every access token that arrived.</summary>
    public ConcurrentQueue<string> AccessTokens { get; } = new();

    /// <summary>What a user would have been logged out by.</summary>
    public string? LoggedOutBy { get; private set; }

    /// <summary>Answers that did not come, or said that the authority cannot answer now.</summary>
    public int Failures { get; private set; }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && LoggedOutBy is null)
        {
            try
            {
                await RefreshAsync();
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                Failures++;
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private async Task RefreshAsync()
    {
        using var form = new StringContent(Browser.Encode(("grant_type", "refresh_token"), ("client_id", "own"), ("refresh_token", _refreshToken)));
        form.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var answer = await http.PostAsync(tokenEndpoint, form);
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            throw new HttpRequestException("unavailable");
        if (!answer.IsSuccessStatusCode)
        {
            LoggedOutBy = $"{(int)answer.StatusCode} {body}";
            return;
        }

        using var json = JsonDocument.Parse(body);
        AccessTokens.Enqueue(json.RootElement.GetProperty("access_token").GetString()!);
        _refreshToken = json.RootElement.GetProperty("refresh_token").GetString()!;
    }
}
