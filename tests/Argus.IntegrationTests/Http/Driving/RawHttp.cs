using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>HTTP/1.1 by hand, for what no client would send: the bytes go out as they are.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly TcpClient _connection = new();

    private RawHttp()
    {
    }

    public NetworkStream Stream => _connection.GetStream();

    public static async Task<RawHttp> ConnectAsync(Uri url)
    {
        var raw = new RawHttp();
        await raw._connection.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken);
        return raw;
    }

    /// <summary>Sends a request on a connection of its own and reads the answer until the server closes.</summary>
    public static async Task<(int Status, string Head, byte[] Body)> SendAsync(Uri url, byte[] request)
    {
        using var raw = await ConnectAsync(url);
        try
        {
            await raw.Stream.WriteAsync(request, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It answered before it had read everything.
        }

        return await raw.ReadAsync();
    }

    public static Task<(int Status, string Head, byte[] Body)> GetAsync(Uri url, string target, string? host = null, string method = "GET") =>
        SendAsync(url, Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {host ?? url.Authority}\r\nConnection: close\r\n\r\n"));

    /// <summary>Head and body of a form, on its way to a target.</summary>
    public static byte[] Form(Uri url, string target, string form, string? authorization = null, string more = "", int? length = null) => Encoding.Latin1.GetBytes(
        $"POST {target} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + (authorization is null ? "" : $"Authorization: {authorization}\r\n")
        + more
        + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length ?? form.Length}\r\n\r\n{form}"));

    /// <summary>Waits until the server asks for the body of a request that expects to be asked (RFC 9110 §10.1.1).</summary>
    public async Task ReadContinueAsync()
    {
        var asked = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await Stream.ReadExactlyAsync(asked, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("HTTP/1.1 100 ", Encoding.ASCII.GetString(asked), StringComparison.Ordinal);
    }

    /// <summary>Status 0 says that the server closed without an answer.</summary>
    public async Task<(int Status, string Head, byte[] Body)> ReadAsync()
    {
        using var answer = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(answer, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // A reset after the answer.
        }

        var bytes = answer.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return (0, "", []);
        var head = Encoding.Latin1.GetString(bytes, 0, end);
        return (int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture), head, bytes[(end + 4)..]);
    }

    public void Dispose() => _connection.Dispose();
}
