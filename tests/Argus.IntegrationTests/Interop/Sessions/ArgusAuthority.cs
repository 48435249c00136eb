using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>A node whose tenant knows the participants. What it logged holds no secret and no password.</summary>
public sealed class ArgusAuthority(TestPostgres postgres) : Authority
{
    private TestNode? _node;

    internal override string Issuer => _node!.Issuer(Known.Acme);

    internal override bool SignsAccessTokens => true;

    private protected override async Task StartAsync() =>
        _node = await TestNode.StartAsync(new NodeSettings { ConnectionString = await postgres.NewDatabaseAsync(), Provisioning = Provisioning });

    private protected override async ValueTask StopAsync()
    {
        if (_node is null)
            return;
        await Histories.EndAsync(_node);
        Secrecy.Holds(_node, Participants.Alice.Secret, Participants.Web.Secret);
    }

    private string Provisioning => $$"""
        { "tenants": [ { "tenant": "acme", "display_name": "Acme",
          "resources": [ { "resource": "{{Participants.Resource}}", "scopes": ["orders.read", "orders.write"] } ],
          "clients": [
            { "client_id": "{{Participants.Api.Id}}", "client_secret": "{{Participants.Api.Secret}}", "introspects": ["{{Participants.Resource}}"] },
            { "client_id": "{{Participants.Spa}}", "client_name": "Orders", "token_endpoint_auth_method": "none",
              "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": ["{{Participants.SpaRedirect}}"],
              "post_logout_redirect_uris": ["{{Site.SignedOut}}"], "scope": "{{Participants.Scope}}", "resources": ["{{Participants.Resource}}"] },
            { "client_id": "{{Participants.Web.Id}}", "client_secret": "{{Participants.Web.Secret}}", "require_pushed_authorization_requests": true,
              "grant_types": ["authorization_code", "refresh_token"], "redirect_uris": ["{{Participants.WebRedirect}}"],
              "post_logout_redirect_uris": ["{{Participants.WebSignedOut}}"], "scope": "{{Participants.Scope}}", "resources": ["{{Participants.Resource}}"] },
            { "client_id": "{{Participants.Device}}", "client_name": "Television", "token_endpoint_auth_method": "none",
              "grant_types": ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
              "scope": "{{Participants.Scope}}", "resources": ["{{Participants.Resource}}"] } ],
          "users": [ { "username": "{{Participants.Alice.Id}}", "password": {{JsonSerializer.Serialize(Participants.Alice.Secret)}},
                       "claims": { "name": "Alice", "email": "alice@acme.example" } } ] } ] }
        """;
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class ArgusAuthorityCollection : ICollectionFixture<ArgusAuthority>, ICollectionFixture<Chromium>
#pragma warning restore CA1711
{
    public const string Name = "sessions at Argus";
}
