using System.Net.Http.Headers;

namespace Argus.TwoNations.Nations;

/// <summary>Requests to a nation's API with a token that is at hand.</summary>
internal sealed class ApiRequests(HttpClient http, Nation nation)
{
    public async Task<Reply> GetAsync(string path, string token, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nation.At.Api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, stop);
        return await Reply.ReadAsync(response, stop);
    }
}
