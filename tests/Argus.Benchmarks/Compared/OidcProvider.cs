using System.Text.Json;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Compared;

/// <summary>The npm package oidc-provider, in one process or more: RS256 JWT access tokens, nothing stored.</summary>
internal static class OidcProvider
{
    private const string HowToInstall = "on Debian, apt-get install nodejs npm";

    public static async Task<(Peer Peer, LoadCall Call)> StartAsync(Stage stage, int processes)
    {
        var client = ProvisionedClient.Create("bench");
        var port = Loopback.FreePort();
        var process = stage.Add(ChildProcess.Start("node", ["server.js", $"{port}", $"{processes}"], Checkout.OidcProvider,
            ("NODE_ENV", "production"), ("PEER_CLIENT_ID", client.Id), ("PEER_CLIENT_SECRET", client.Secret)));
        var peer = new Peer(process, Loopback.Url(port));
        var post = PreparedPost.Create("/token", client.Id, client.Secret, Provisioned.TokenBody);
        await peer.ReadyAsync(stage, () => post.ToRequest(peer.Url));
        return (peer, new LoadCall(peer.Url, 64, PreparedPost.Write(stage.NewPath(), "\"access_token\":\"", [post])));
    }

    /// <summary>Restores the locked packages when they are missing, and says what is compared with.</summary>
    public static async Task<string> PrepareAsync(CancellationToken stop)
    {
        var modules = Path.Combine(Checkout.OidcProvider, "node_modules");
        if (!Directory.Exists(Path.Combine(modules, "pg"))) await Tool.RunAsync("npm", ["ci"], Checkout.OidcProvider, HowToInstall, stop);
        var node = await Tool.RunAsync("node", ["--version"], Checkout.OidcProvider, HowToInstall, stop);
        using var package = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(modules, "oidc-provider/package.json"), stop));
        return $"oidc-provider {package.RootElement.GetProperty("version").GetString()} on Node.js {node.Trim()}";
    }
}
