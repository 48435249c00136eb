using System.Text;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

/// <summary>What of them goes together, and how they are stored.</summary>
public class The_settings_of_a_client
{
    private const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    private static readonly ClientSecret Secret = new("hash", ClientSecret.Sha256);
    private static readonly ClientSettings Public = Samples.UserFacing;
    private static readonly ClientSettings Confidential = Public with { AuthMethod = "client_secret_basic" };

    [Fact]
    public void hold_for_each_kind_of_client()
    {
        Assert.Null(Samples.Settings.Fault());
        Assert.Null(Public.Fault());
        Assert.Null(Confidential.Fault());
        Assert.Null((Public with { GrantTypes = NameSet.Of([DeviceCode, "refresh_token"]), RedirectUris = NameSet.Empty }).Fault());
        Assert.Null(new ClientSettings().Fault());
    }

    [Fact]
    public void name_a_redirect_URI_where_codes_are_to_go() =>
        Describe(Public with { RedirectUris = NameSet.Empty }).IsRefused("redirect_uri_missing");

    [Fact]
    public void have_refresh_tokens_only_beside_a_grant_by_users()
    {
        Describe(Public with { GrantTypes = NameSet.Of("refresh_token") }).IsRefused("refresh_token_of_nobody");
        Describe(Confidential with { GrantTypes = NameSet.Of(["client_credentials", "refresh_token"]) }, Secret).IsRefused("refresh_token_of_nobody");
    }

    [Fact]
    public void let_a_public_client_do_nothing_that_asks_for_proof()
    {
        Describe(Public with { GrantTypes = NameSet.Of("client_credentials") }).IsRefused("public_client_credentials");
        Describe(Public with { Introspects = NameSet.Of("https://api.example") }).IsRefused("public_client_introspects");
    }

    [Theory]
    [InlineData(GrantType.TokenExchange)]
    [InlineData(GrantType.JwtBearer)]
    public void let_a_public_client_exchange_nothing(string grant) =>
        Describe(Public with { GrantTypes = NameSet.Of([.. Public.GrantTypes, grant]) }).IsRefused("public_client_exchanges");

    [Fact]
    public void take_away_at_a_resource_and_add_nothing()
    {
        static ResourceScopes At(string resource, params string[] scopes) => ResourceScopes.Of(new KeyValuePair<string, NameSet>(resource, NameSet.Of(scopes)));
        var settings = Samples.Settings with { ResourceScopes = At("https://api.example", "read") };

        Assert.Null(settings.Fault());
        Assert.Equal(NameSet.Of("read"), settings.ScopeAt("https://api.example"));
        Assert.Equal(settings.Scope, settings.ScopeAt("https://other.example"));
        Assert.Equal(
            NameSet.Of("openid"), (Public with { ResourceScopes = At("https://api.example") }).ScopeAt("https://api.example")); // openid is of no resource.
        Describe(settings with { ResourceScopes = At("https://other.example", "read") }, Secret).IsRefused("resource_scopes_of_another");
        Describe(settings with { ResourceScopes = At("https://api.example", "admin") }, Secret).IsRefused("resource_scopes_beyond_scope");
    }

    [Fact]
    public void of_a_service_are_stored_in_these_bytes_and_equal_what_is_read()
    {
        var settings = new ClientSettings
        {
            AuthMethod = AuthMethod.PrivateKeyJwt, DpopBoundAccessTokens = true, Exchanges = NameSet.Of("https://b.example"), GrantTypes = NameSet.Of(GrantType.TokenExchange),
            Impersonates = true, Jwks = "{}", MayAct = Samples.Orders, Resources = NameSet.Of(["https://a.example", "https://b.example"]), Scope = NameSet.Of(["read", "write"]),
            ResourceScopes = ResourceScopes.Of(new("https://b.example", NameSet.Of(["write", "read"])), new("https://a.example", NameSet.Empty)),
        };

        var entry = Samples.Entry(new ClientChanged(settings));

        Assert.Contains(
            "{\"settings\":{\"auth_method\":\"private_key_jwt\",\"dpop_bound_access_tokens\":true,\"exchanges\":[\"https://b.example\"],\"grant_types\":[\"urn:ietf:params:oauth:grant-type:token-exchange\"],"
            + "\"impersonates\":true,\"introspects\":[],\"jwks\":\"{}\",\"may_act\":\"orders\",\"resource_scopes\":{\"https://a.example\":[],\"https://b.example\":[\"read\",\"write\"]},"
            + "\"resources\":[\"https://a.example\",\"https://b.example\"],\"scope\":[\"read\",\"write\"]}}",
            Encoding.UTF8.GetString(entry),
            StringComparison.Ordinal);
        Assert.Equal(settings, Assert.IsType<ClientChanged>(EventCodec.Decode(entry).Event).Settings);
        Assert.NotEqual(settings, settings with { ResourceScopes = ResourceScopes.None });
    }

    [Fact]
    public void let_a_public_client_have_no_secret_and_any_other_not_be_without()
    {
        Describe(Public, Secret).IsRefused("public_client_has_secret");
        Describe(Confidential).IsRefused("client_secret_missing");

        var confidential = Given(new ClientRegistered(Samples.Orders, Confidential), new ClientSecretSet(Secret));
        ClientDecider.Describe(confidential, Samples.Orders, Public, null).IsRefused("public_client_has_secret");

        var @public = Given(new ClientRegistered(Samples.Orders, Public));
        ClientDecider.Describe(@public, Samples.Orders, Confidential, null).IsRefused("client_secret_missing");
        ClientDecider.Describe(@public, Samples.Orders, Confidential, Secret).Gives(new ClientChanged(Confidential), new ClientSecretSet(Secret));
        ClientDecider.AddSecret(@public, Samples.Orders, new NewSecret("b", Secret, 0, null), DateTimeOffset.UnixEpoch).IsRefused("public_client_has_secret");
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(31_536_000, 31_536_000, true)]
    [InlineData(null, 31_536_000, true)]
    [InlineData(3_600, null, true)]
    [InlineData(0, null, false)]
    [InlineData(31_536_001, null, false)]
    [InlineData(null, 0, false)]
    [InlineData(null, 31_536_001, false)]
    [InlineData(3_600, 3_601, false)]
    public void keep_the_lifetimes_of_grants_within_the_bounds_of_a_policy(int? absolute, int? idle, bool hold)
    {
        var fault = (Public with { RefreshAbsoluteLifetime = absolute, RefreshIdleLifetime = idle }).Fault();

        Assert.Equal(hold ? null : "refresh_lifetime_out_of_range", fault?.Code);
    }

    [Fact]
    public void find_a_redirect_URI_among_several()
    {
        var settings = Public with { RedirectUris = NameSet.Of(["https://app.example/cb", "http://127.0.0.1/cb", "com.example.app:/cb"]) };

        Assert.True(settings.FindRedirect("https://app.example/cb"));
        Assert.True(settings.FindRedirect("http://127.0.0.1:49152/cb"));
        Assert.True(settings.FindRedirect("com.example.app:/cb"));
        Assert.False(settings.FindRedirect("https://app.example/cb?x=1"));
        Assert.False(settings.FindRedirect(""));
        Assert.False(new ClientSettings().FindRedirect("https://app.example/cb"));
    }

    [Fact]
    public void are_stored_without_what_has_its_default_as_by_the_first_release() =>
        Assert.Contains(
            """"data":{"settings":{"grant_types":[],"introspects":[],"resources":[],"scope":["read"]}},"""",
            Encoding.UTF8.GetString(Samples.Entry(new ClientChanged(new ClientSettings { Scope = NameSet.Of("read") }))),
            StringComparison.Ordinal);

    [Fact]
    public void of_the_first_release_are_read()
    {
        const string stored =
            """{"actor":"a","context":{},"correlation_id":"c","data":{"client_id":"orders","settings":{"auth_method":"client_secret_basic","grant_types":["client_credentials"],"introspects":["https://a.example","https://b.example"],"resources":["https://api.example"],"scope":["read","write"]}},"position":5,"stream":"client:orders","stream_version":0,"tenant":"acme","time":"2026-03-01T12:00:00.000000Z","type":"client.registered","type_version":1}""";

        var read = Assert.IsType<ClientRegistered>(EventCodec.Decode(Encoding.UTF8.GetBytes(stored)).Event);

        Assert.Equal(Samples.Settings, read.Settings);
        Assert.False(read.Settings.IsPublic || read.Settings.SkipConsent || read.Settings.RequirePushedAuthorizationRequests);
        Assert.Empty(read.Settings.RedirectUris);
    }

    [Fact]
    public void with_an_empty_set_equal_those_without() =>
        Assert.Equal(new ClientSettings(), new ClientSettings { RedirectUris = NameSet.Empty, PostLogoutRedirectUris = NameSet.Of([]), ResourceScopes = ResourceScopes.Of() });

    private static ClientState Given(params IEnumerable<IClientEvent> events) => Deciding.Fold(ClientState.Initial, ClientState.Evolve, events);

    private static Decision<IClientEvent> Describe(ClientSettings settings, ClientSecret? secret = null) =>
        ClientDecider.Describe(ClientState.Initial, Samples.Orders, settings, secret);
}
