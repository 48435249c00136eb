namespace Argus.Cli.Connecting;

/// <summary>What a command does with the Admin API, once it is known where and as whom.</summary>
internal static class Session
{
    /// <summary>Connects, runs, and disconnects.</summary>
    public static async Task<int> WithAdminAsync(Target target, Func<AdminClient, Task<int>> run, CancellationToken cancellation)
    {
        using var http = new NodeHttp(target.Url);
        return await run(await AdminClient.ConnectAsync(http, target, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>The same, for the tenant's token endpoints as the configured client.</summary>
    public static async Task<int> WithClientAsync(Target target, Func<OAuthClient, Task<int>> run, CancellationToken cancellation)
    {
        var secret = ClientSecret.Find(target);
        using var http = new NodeHttp(target.Url);
        var issuer = await Issuer.DiscoverAsync(http, target.Url, target.ClientTenant, cancellation).ConfigureAwait(false);
        return await run(new OAuthClient(http, issuer, target.ClientId, secret)).ConfigureAwait(false);
    }
}
