using System.Net.Http.Headers;
using Argus.Authority.Outbound;
using Argus.Authority.SignIn.Providers;
using Argus.Server.Outbound;

namespace Argus.Server.Protocol.SignIn.Providers;

/// <summary>Asks outside providers over HTTP.</summary>
internal sealed class HttpProviderChannel(OutboundHttp http) : IProviderChannel
{
    public async Task<ReadOnlyMemory<byte>> GetAsync(Uri uri, string bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await SendAsync(request).ConfigureAwait(false);
    }

    public async Task<ReadOnlyMemory<byte>> PostAsync(Uri uri, IReadOnlyDictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri);
        request.Content = new FormUrlEncodedContent(form);
        return await SendAsync(request).ConfigureAwait(false);
    }

    private async Task<ReadOnlyMemory<byte>> SendAsync(HttpRequestMessage request)
    {
        try
        {
            return (await http.ReadAsync(request, OutboundLimits.Usual, CancellationToken.None).ConfigureAwait(false)).Body;
        }
        catch (OutboundException e)
        {
            throw new ProviderException($"The provider cannot be asked: {e.Message}", e);
        }
    }
}
