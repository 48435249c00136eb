using System.Net;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.QuickStart;

public class A_terminated_server
{
    /// <summary>Ten seconds, and what a busy machine may add.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(10 + 20);

    [Fact]
    public async Task answers_what_it_accepted_and_exits_with_0_within_10_seconds()
    {
        await using var place = new Place();
        var port = Ports.Free();
        await using var server = await ServerProcess.StartAsync(place.Path, port);
        var credentials = (await server.CurlLinesAsync())[0].Split(' ')[3];
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var answered = 0;
        var stopping = false;

        // A client that never pauses: whatever it gets, it is a token, or no connection any more, but no half answer.
        var clients = Enumerable.Range(0, 16).Select(async _ =>
        {
            while (true)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
                    request.Headers.Authorization = Client.BasicOf(credentials);
                    using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Interlocked.Increment(ref answered);
                }
                catch (HttpRequestException) when (Volatile.Read(ref stopping))
                {
                    return;
                }
            }
        }).ToArray();
        await Eventually.Holds("requests are answered", TimeSpan.FromSeconds(60), () => Volatile.Read(ref answered) > 50);

        Volatile.Write(ref stopping, true);
        await server.TerminateAsync();

        Assert.Equal(0, await server.EndsAsync(InTime));
        await Task.WhenAll(clients).WaitAsync(InTime, TestContext.Current.CancellationToken);
        Assert.Empty(Processes.Mentioning(place.Path));
        Assert.DoesNotContain("fail:", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task finishes_requests_whose_bodies_are_still_coming()
    {
        await using var place = new Place();
        var port = Ports.Free();
        await using var server = await ServerProcess.StartAsync(place.Path, port);
        var url = new Uri($"http://127.0.0.1:{port}");
        var authorization = Client.BasicOf((await server.CurlLinesAsync())[0].Split(' ')[3]).ToString();
        const string form = "grant_type=client_credentials";
        var requests = new List<RawHttp>();
        for (var number = 0; number < 8; number++)
        {
            requests.Add(await RawHttp.ConnectAsync(url));
            await requests[^1].Stream.WriteAsync(
                RawHttp.Form(url, "/oauth/token", "", authorization, "Expect: 100-continue\r\n", form.Length), TestContext.Current.CancellationToken);

            // Asked for the body, it has begun with the request; before that it might take the connection for an idle one.
            await requests[^1].ReadContinueAsync();
            await requests[^1].Stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(form[..10]), TestContext.Current.CancellationToken);
        }

        await server.TerminateAsync();
        await Eventually.Holds("it accepts no more", TimeSpan.FromSeconds(60), async () =>
        {
            try
            {
                using var late = await RawHttp.ConnectAsync(url);
                return false;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return true;
            }
        });

        foreach (var raw in requests)
        {
            await raw.Stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(form[10..]), TestContext.Current.CancellationToken);
            Assert.Equal(200, (await raw.ReadAsync()).Status);
            raw.Dispose();
        }

        Assert.Equal(0, await server.EndsAsync(InTime));
    }
}
