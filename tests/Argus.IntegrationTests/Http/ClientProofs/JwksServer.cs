using System.Net;
using System.Text;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.ClientProofs;

/// <summary>A key set at an address of its own.</summary>
internal sealed class JwksServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public JwksServer()
    {
        var prefix = $"http://127.0.0.1:{Ports.Free()}/";
        Url = prefix + "jwks.json";
        _listener.Prefixes.Add(prefix);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public string Body { get; set; } = """{"keys":[]}""";

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Body));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // It was closed, or whoever asked has gone.
            }
        }
    }
}
