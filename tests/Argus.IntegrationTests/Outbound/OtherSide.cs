using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Argus.IntegrationTests.Outbound;

/// <summary>A server on loopback that answers with the bytes it is told to, as slowly as it is told to.</summary>
internal sealed partial class OtherSide : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly SslStreamCertificateContext? _certificate;
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly Task _accepting;

    /// <param name="answer">Writes the answer to a request whose head has been read; then the connection is closed.</param>
    /// <param name="certificate">Null: no TLS.</param>
    public OtherSide(Func<Stream, CancellationToken, Task> answer, SslStreamCertificateContext? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public OtherSide(string answer, SslStreamCertificateContext? certificate = null)
        : this(async (stream, cancellation) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellation), certificate)
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/jwks");

    /// <summary>Connections that were made.</summary>
    public int Connections { get; private set; }

    /// <summary>Connections that were over, by the answer's end or by the other's giving up.</summary>
    public int Ended { get; private set; }

    /// <summary>The heads of what was asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>An answer of status 200 with this type and body.</summary>
    public static string Ok(string body = "{}", string type = "application/json", string more = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{more}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                served.Add(ServeAsync(client));
            }
            catch (OperationCanceledException)
            {
                // Nobody comes any more.
            }
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await SecureAsync(client.GetStream());
                if (await ReadHeadAsync(stream) is { Length: > 0 } head)
                    await TakeAsync(stream, head);
                await _answer(stream, _end.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The other side had enough.
            }
        }

        Ended++;
    }

    /// <summary>Reads the body, too: a connection that is closed with bytes unread is reset, and the answer may be lost with it.</summary>
    private async Task TakeAsync(Stream stream, string head)
    {
        Requests.Enqueue(head);
        if (Length().Match(head) is { Success: true } length)
            await stream.ReadExactlyAsync(new byte[int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture)], _end.Token);
    }

    private async Task<Stream> SecureAsync(NetworkStream plain)
    {
        if (_certificate is null)
            return plain;
        var secured = new SslStream(plain);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate }, _end.Token);
        return secured;
    }

    /// <returns>Empty if what came is not HTTP.</returns>
    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _end.Token) > 0 && one[0] < 0x80 && (head.Length > 0 || one[0] >= 'A'))
            head.Append((char)one[0]);
        return head.ToString();
    }

    [GeneratedRegex("^Content-Length: ([0-9]+)\r$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Length();
}
