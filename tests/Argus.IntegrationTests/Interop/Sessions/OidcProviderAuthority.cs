using System.Diagnostics;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>npm's oidc-provider: what the sessions expect is what it does, too, and so not a habit of Argus.</summary>
public sealed class OidcProviderAuthority : Authority
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? _process;

    internal override string Issuer { get; } = $"http://127.0.0.1:{Ports.Free()}";

    internal override bool SignsAccessTokens => false;

    private protected override async Task StartAsync()
    {
        var start = new ProcessStartInfo("node", ["reference-provider.mjs", JsonSerializer.Serialize(Input())])
        {
            WorkingDirectory = Npm.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { }; // Its warnings about a server that is not for production.
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line == "listening")
                return;
        }

        throw new InvalidOperationException("oidc-provider did not start.");
    }

    private protected override async ValueTask StopAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private object Input() => new
    {
        issuer = Issuer,
        user = new { name = Participants.Alice.Id, password = Participants.Alice.Secret, claims = new { name = "Alice", email = "alice@acme.example" } },
        resource = Participants.Resource,
        scopes = new[] { "orders.read" },
        clients = new object[] { Spa(), Web(), Device(), Api() },
    };

    private object Spa() => new
    {
        client_id = Participants.Spa,
        application_type = "native",
        token_endpoint_auth_method = "none",
        grant_types = new[] { "authorization_code", "refresh_token" },
        redirect_uris = new[] { Participants.SpaRedirect },
        post_logout_redirect_uris = new[] { Site.SignedOut },
    };

    private static object Web() => new
    {
        client_id = Participants.Web.Id,
        client_secret = Participants.Web.Secret,
        grant_types = new[] { "authorization_code", "refresh_token" },
        redirect_uris = new[] { Participants.WebRedirect },
        post_logout_redirect_uris = new[] { Participants.WebSignedOut },
        require_pushed_authorization_requests = true,
    };

    private static object Device() => new
    {
        client_id = Participants.Device,
        application_type = "native",
        token_endpoint_auth_method = "none",
        grant_types = new[] { "urn:ietf:params:oauth:grant-type:device_code", "refresh_token" },
        response_types = Array.Empty<string>(),
        redirect_uris = Array.Empty<string>(),
    };

    private static object Api() => new
    {
        client_id = Participants.Api.Id,
        client_secret = Participants.Api.Secret,
        grant_types = Array.Empty<string>(),
        response_types = Array.Empty<string>(),
        redirect_uris = Array.Empty<string>(),
    };
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class OidcProviderAuthorityCollection : ICollectionFixture<OidcProviderAuthority>, ICollectionFixture<Chromium>
#pragma warning restore CA1711
{
    public const string Name = "sessions at oidc-provider";
}
