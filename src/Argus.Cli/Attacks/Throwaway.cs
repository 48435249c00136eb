using System.Net;
using System.Text;
using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>The two tenants that live for one run: made over the Admin API, and disabled when it ends, however it ends.</summary>
internal static class Throwaway
{
    private static readonly TimeSpan KeyWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeyPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DisableTime = TimeSpan.FromSeconds(15);

    /// <exception cref="CommandFailure">It was refused, or the tenant gets no key.</exception>
    public static async Task CreateAsync(AdminClient admin, Wire wire, Side side, CancellationToken cancellation)
    {
        (await PutAsync(admin, $"/tenants/{side.Name}", Describe(side), cancellation).ConfigureAwait(false)).ThrowUnlessDone();

        // Its first key is made in the background; until then its key set is 503.
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while ((await wire.GetAsync($"{side.Issuer}/.well-known/jwks.json").ConfigureAwait(false)).Status == (int)HttpStatusCode.ServiceUnavailable)
        {
            if (clock.GetElapsedTime(start) > KeyWait)
                throw CommandFailure.Unreachable($"Tenant {side.Name} has no signing key after {KeyWait.TotalSeconds} s.");
            await Task.Delay(KeyPoll, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Lets the users of a tenant sign in at a host application from now on.</summary>
    public static async Task<Answer> HandOffSignInsAsync(AdminClient admin, Side side) =>
        await PutAsync(admin, $"/tenants/{side.Name}", """{"sign_in":{"handoff_uri":"https://host.attack.example/login"}}""", CancellationToken.None).ConfigureAwait(false);

    /// <summary>Gives a tenant the resource of the Admin API, under a scope of the same name, and lets its own client ask for it.</summary>
    public static async Task<Answer> ClaimAdminAsync(AdminClient admin, Side side, string root)
    {
        var (resource, client) = ($"/tenants/{side.Name}/resources", $"/tenants/{side.Name}/clients/{side.OwnClient}");
        await PutAsync(admin, resource, $$"""{"items":[{"resource":"{{root}}/admin","scopes":["argus.admin"]}]}""", CancellationToken.None).ConfigureAwait(false);
        return await PutAsync(admin, client, $$"""{"scope":"argus.admin","resources":["{{root}}/admin"]}""", CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Disables what was made; also after Ctrl-C. A tenant that was never made is none to disable.</summary>
    /// <returns>The names of those that may still be there.</returns>
    public static async Task<IReadOnlyList<string>> DisableAsync(AdminClient admin, IEnumerable<Side> sides)
    {
        List<string> left = [];
        foreach (var side in sides)
        {
            using var timed = new CancellationTokenSource(DisableTime);
            try
            {
                var answer = await admin.PostAsync($"/tenants/{side.Name}/disable", null, timed.Token).ConfigureAwait(false);
                if (!answer.IsSuccess && answer.Status != (int)HttpStatusCode.NotFound)
                    left.Add(side.Name);
            }
            catch (Exception e) when (e is CommandFailure or OperationCanceledException)
            {
                left.Add(side.Name);
            }
        }

        return left;
    }

    private static async Task<Answer> PutAsync(AdminClient admin, string path, string json, CancellationToken cancellation)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        return await admin.PutAsync(path, body, cancellation).ConfigureAwait(false);
    }

    private static string Describe(Side side) => $$"""
        { "display_name": "Attack suite, {{side.Letter}}",
          "resources": [ { "resource": "{{Side.Api}}", "scopes": ["{{Side.Scope}}"] }, { "resource": "{{Side.Next}}", "scopes": ["{{Side.Scope}}"] } ],
          "users": [ { "username": "{{Side.User}}", "password": "{{side.Password}}", "claims": { "name": "Alice of {{side.Letter}}" } } ],
          "clients": [
            { "client_id": "{{Side.Service}}", "client_secret": "{{side.ServiceSecret}}", {{Gets("client_credentials", Side.Api)}} },
            { "client_id": "{{side.OwnClient}}", "client_secret": "{{side.ServiceSecret}}", {{Gets("client_credentials", Side.Api)}} },
            { "client_id": "{{Side.ApiServer}}", "client_secret": "{{side.ApiSecret}}", "introspects": ["{{Side.Api}}"],
              {{Gets($"client_credentials\", \"{Battlefield.ExchangeGrant}\", \"{Battlefield.JwtBearerGrant}", Side.Next)}} },
            { "client_id": "{{Side.Signer}}", "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [ {{side.Keys.PublicJwk(Side.Kid)}} ] },
              "introspects": ["{{Side.Api}}"], {{Gets("client_credentials", Side.Api)}} },
            { "client_id": "{{Side.Spa}}", "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": ["{{Side.Callback}}"],
              "scope": "openid offline_access {{Side.Scope}}", "resources": ["{{Side.Api}}"] },
            { "client_id": "{{Side.Web}}", "client_secret": "{{side.ServiceSecret}}", "redirect_uris": ["{{Side.Callback}}"],
              {{Gets($"authorization_code\", \"{Battlefield.DeviceGrant}", Side.Api)}} },
            { "client_id": "{{Side.Tv}}", "token_endpoint_auth_method": "none", {{Gets(Battlefield.DeviceGrant, Side.Api)}} } ] }
        """;

    private static string Gets(string grants, string resource) => $$"""
        "grant_types": ["{{grants}}"], "scope": "{{Side.Scope}}", "resources": ["{{resource}}"]
        """;
}
