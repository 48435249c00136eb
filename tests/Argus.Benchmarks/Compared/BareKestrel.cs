using System.Globalization;
using Argus.Benchmarks.Machine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Argus.Benchmarks.Compared;

/// <summary>Kestrel that answers every request with the same cached bytes: the ceiling of everything that speaks HTTP.</summary>
internal static class BareKestrel
{
    public const string Mode = "bare-kestrel";

    /// <summary>This program as the server: <c>bare-kestrel PORT BYTES</c>.</summary>
    public static async Task<int> ServeAsync(string port, string bytes)
    {
        var body = new byte[int.Parse(bytes, CultureInfo.InvariantCulture)];
        Array.Fill(body, (byte)'x');
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Loopback.Url(int.Parse(port, CultureInfo.InvariantCulture)));
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body);
        });
        await app.RunAsync();
        return 0;
    }

    /// <summary>Starts it in a process of its own and waits until it answers.</summary>
    public static async Task<Peer> StartAsync(Stage stage, int bytes)
    {
        var port = Loopback.FreePort();
        var process = stage.Add(ChildProcess.Start("dotnet",
            ["exec", typeof(BareKestrel).Assembly.Location, Mode, $"{port}", $"{bytes}"], AppContext.BaseDirectory));
        var peer = new Peer(process, Loopback.Url(port));
        await peer.ReadyAsync(stage, () => new HttpRequestMessage(HttpMethod.Get, peer.Url));
        return peer;
    }
}
