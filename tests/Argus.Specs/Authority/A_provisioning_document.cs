using System.Text;
using Argus.Authority.Provisioning;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Domain.Users;

namespace Argus.Specs.Authority;

public class A_provisioning_document
{
    private const string Tenant = "\"tenant\":\"acme\"";

    private const string Redirect =
        "must be an absolute URI of up to 2048 characters, without fragment, userinfo, wildcard or dot segment, its scheme and host in lower case: https, http on 127.0.0.1, [::1] or localhost, "
        + "or a private-use scheme with a dot, such as com.example.app:/callback";

    private const string Backchannel = "must be an absolute URI of up to 2048 characters, without fragment, userinfo or dot segment: https, or http on 127.0.0.1, [::1] or localhost";

    [Fact]
    public void is_read_with_everything_in_it()
    {
        var document = Read(
            """
            {"tenants":[{"tenant":"acme","display_name":"Acme","hosts":["Auth.Acme.Example","auth.acme.example:8443"],
              "policy":{"clock_skew":7,"verification_audit":"durable"},"users":[],"peers":[],
              "resources":[{"resource":"https://api.example","scopes":["b","a"]}],
              "clients":[{"client_id":"orders","client_secret":"s3cret","token_endpoint_auth_method":"client_secret_post","grant_types":["client_credentials"],
                "scope":"b a","resources":["https://api.example"],"introspects":["https://api.example"]}]}]}
            """);

        var tenant = Assert.Single(document.Tenants);
        var resource = Assert.Single(tenant.Resources);
        var client = Assert.Single(tenant.Clients);
        Assert.Equal(("tenants[0]", "acme", "Acme"), (tenant.Path, tenant.Tenant.Value, tenant.DisplayName));
        Assert.Equal(["auth.acme.example", "auth.acme.example:8443"], tenant.Hosts!);
        Assert.Equal(new TenantPolicy { ClockSkew = 7, VerificationAudit = "durable" }, tenant.Policy.On(new TenantPolicy()));
        Assert.Equal(("tenants[0].resources[0]", "https://api.example", NameSet.Of(["a", "b"])), (resource.Path, resource.Resource.Value, resource.Scopes));
        Assert.Equal(("tenants[0].clients[0]", "orders", "s3cret", "client_secret_post"), (client.Path, client.ClientId.Value, client.Secret, client.AuthMethod));
        Assert.Equal((NameSet.Of("client_credentials"), NameSet.Of(["a", "b"])), (client.GrantTypes, client.Scope));
        Assert.Equal((NameSet.Of("https://api.example"), NameSet.Of("https://api.example")), (client.Resources, client.Introspects));
    }

    [Fact]
    public void is_read_with_what_a_client_of_users_has()
    {
        var client = Read(
            """
            {"tenants":[{"tenant":"acme","clients":[{"client_id":"c","client_name":"Naïve App 😀","token_endpoint_auth_method":"none",
              "grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:device_code"],"scope":"openid",
              "redirect_uris":["https://c.example/cb","com.example.app:/cb"],"post_logout_redirect_uris":["https://c.example/"],
              "backchannel_logout_uri":"http://localhost:3000/logout","backchannel_logout_session_required":true,"require_pushed_authorization_requests":true,
              "skip_consent":true,"refresh_absolute_lifetime":7200,"refresh_idle_lifetime":3600}]}]}
            """).Tenants.Single().Clients.Single();

        Assert.Equal(
            new ClientSettings
            {
                AuthMethod = "none", ClientName = "Naïve App 😀", Scope = NameSet.Of("openid"),
                GrantTypes = NameSet.Of(["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"]),
                RedirectUris = NameSet.Of(["https://c.example/cb", "com.example.app:/cb"]), PostLogoutRedirectUris = NameSet.Of("https://c.example/"),
                BackchannelLogoutUri = "http://localhost:3000/logout", BackchannelLogoutSessionRequired = true, RequirePushedAuthorizationRequests = true,
                SkipConsent = true, RefreshAbsoluteLifetime = 7200, RefreshIdleLifetime = 3600,
            },
            client.On(new ClientSettings()));
    }

    [Fact]
    public void takes_away_with_null_what_a_client_need_not_have()
    {
        var client = Read(
            """{"tenants":[{"tenant":"acme","clients":[{"client_id":"c","client_name":null,"backchannel_logout_uri":null,"refresh_absolute_lifetime":null,"refresh_idle_lifetime":null}]}]}""")
            .Tenants.Single().Clients.Single();

        Assert.Equal(
            Domain.Samples.UserFacing with { ClientName = null, BackchannelLogoutUri = null, RefreshAbsoluteLifetime = null, RefreshIdleLifetime = null },
            client.On(Domain.Samples.UserFacing));
    }

    [Fact]
    public void says_nothing_of_what_it_leaves_out()
    {
        var tenant = Read($$"""{"tenants":[{{{Tenant}},"resources":[{"resource":"urn:a"}],"clients":[{"client_id":"c"}]}]}""").Tenants.Single();
        var client = tenant.Clients.Single();

        Assert.Equal((null, null, null), (tenant.DisplayName, tenant.Hosts, tenant.Resources.Single().Scopes));
        Assert.Empty(tenant.Policy.Changes);
        Assert.Equal((null, null, null, null), (client.Secret, client.AuthMethod, client.GrantTypes, client.Scope));
        Assert.Equal((null, null), (client.Resources, client.Introspects));
        Assert.Equal(Domain.Samples.UserFacing, client.On(Domain.Samples.UserFacing));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"tenants\":[]}")]
    public void may_be_empty(string json) => Assert.Empty(Read(json).Tenants);

    [Fact]
    public void may_begin_with_a_byte_order_mark() =>
        Assert.Empty(ProvisioningReader.Read((byte[])[0xef, 0xbb, 0xbf, .. "{}"u8]).Tenants);

    [Theory]
    [InlineData("\"tenants\":{}", "tenants: must be an array")]
    [InlineData("\"tenants\":[7]", "tenants[0]: must be an object", "tenants[0]: tenant is missing")]
    [InlineData("\"tenants\":[],\"more\":1", "more: unknown member")]
    [InlineData("\"tenant\":[]", "tenant: unknown member")]
    [InlineData("\"tenants\":[{}]", "tenants[0]: tenant is missing")]
    [InlineData("\"tenants\":[{\"tenant\":7}]", "tenants[0].tenant: must be a string", "tenants[0].tenant: must be 1 to 63 of a-z 0-9 -")]
    [InlineData("\"tenants\":[{\"tenant\":\"Acme\"}]", "tenants[0].tenant: must be 1 to 63 of a-z 0-9 -")]
    [InlineData("\"tenants\":[{\"tenant\":\"acme\",\"Tenant\":\"x\"}]", "tenants[0].Tenant: unknown member")]
    [InlineData("\"tenants\":[{\"tenant\":\"acme\"},{\"tenant\":\"acme\"}]", "tenants[1]: 'acme' is there already, at tenants[0]")]
    [InlineData(
        "\"tenants\":[{\"tenant\":\"a\",\"hosts\":[\"h.example\"]},{\"tenant\":\"b\",\"hosts\":[\"H.example\"]}]",
        "tenants[1].hosts: 'h.example' is there already, at tenants[0].hosts")]
    [InlineData("\"tenants\":[{\"tenant\":\"acme\",\"display_name\":\"\\ud800\"}]", "tenants[0].display_name: must be a string of whole characters")]
    public void is_refused(string members, params string[] errors) => Refused($"{{{members}}}", errors);

    [Theory]
    [InlineData("\"display_name\":7", "tenants[0].display_name: must be a string")]
    [InlineData("\"policy\":7", "tenants[0].policy: must be an object")]
    [InlineData("\"policy\":{\"more\":1}", "tenants[0].policy.more: unknown member")]
    [InlineData("\"policy\":{\"key_bits\":\"2048\"}", "tenants[0].policy.key_bits: must be a whole number")]
    [InlineData("\"policy\":{\"clock_skew\":1.5}", "tenants[0].policy.clock_skew: must be a whole number")]
    [InlineData("\"policy\":{\"clock_skew\":4294967297}", "tenants[0].policy.clock_skew: must be a whole number")]
    [InlineData("\"policy\":{\"clock_skew\":null}", "tenants[0].policy.clock_skew: must be a whole number")]
    [InlineData("\"policy\":{\"clock_skew\":301}", "tenants[0].policy: clock_skew is 301; it must be from 0 to 300")]
    [InlineData("\"policy\":{\"verification_audit\":\"off\"}", "tenants[0].policy: verification_audit is 'off'; it can be 'batched' or 'durable'")]
    [InlineData("\"policy\":{\"subject_token_single_use\":1}", "tenants[0].policy.subject_token_single_use: must be true or false")]
    [InlineData("\"resources\":[{\"resource\":\"https://a.example/*\"}]", "tenants[0].resources[0].resource: 'https://a.example/*' has a *, and there are no wildcards: name each resource and each scope")]
    [InlineData("\"resources\":[{\"resource\":\"https://a.example\",\"scopes\":[\"*\"]}]", "tenants[0].resources[0].scopes[0]: '*' has a *, and there are no wildcards: name each resource and each scope")]
    [InlineData("\"hosts\":\"h\"", "tenants[0].hosts: must be an array")]
    [InlineData("\"hosts\":[7]", "tenants[0].hosts[0]: must be a string")]
    [InlineData("\"hosts\":[\"a\",\"https://h\"]", "tenants[0].hosts[1]: 'https://h' is not a host name")]
    [InlineData("\"hosts\":[\"h/path\"]", "tenants[0].hosts[0]: 'h/path' is not a host name")]
    [InlineData("\"hosts\":[\"h/\"]", "tenants[0].hosts[0]: 'h/' is not a host name")]
    [InlineData("\"hosts\":[\"u@h\"]", "tenants[0].hosts[0]: 'u@h' is not a host name")]
    [InlineData("\"hosts\":[\"h?q\"]", "tenants[0].hosts[0]: 'h?q' is not a host name")]
    [InlineData("\"hosts\":[\"h#f\"]", "tenants[0].hosts[0]: 'h#f' is not a host name")]
    [InlineData("\"hosts\":[\"h:80\"]", "tenants[0].hosts[0]: 'h:80' names a port that clients leave out; so must it")]
    [InlineData("\"hosts\":[\"h:4430\",\"h:443\"]", "tenants[0].hosts[1]: 'h:443' names a port that clients leave out; so must it")]
    [InlineData("\"hosts\":[\"h:99999\"]", "tenants[0].hosts[0]: 'h:99999' is not a host name")]
    [InlineData("\"hosts\":[\"a b\"]", "tenants[0].hosts[0]: 'a b' is not a host name")]
    [InlineData("\"hosts\":[\"\"]", "tenants[0].hosts[0]: '' is not a host name")]
    [InlineData("\"hosts\":[\"h.example.\"]", "tenants[0].hosts[0]: 'h.example.' is not a host name")]
    [InlineData("\"hosts\":[\"h.example.:8443\"]", "tenants[0].hosts[0]: 'h.example.:8443' is not a host name")]
    [InlineData("\"hosts\":[\"\u00e9.example\"]", "tenants[0].hosts[0]: '\u00e9.example' is not a host name")]
    [InlineData("\"users\":{}", "tenants[0].users: must be an array")]
    [InlineData("\"policy\":{\"dpop_nonce_required\":1}", "tenants[0].policy.dpop_nonce_required: must be true or false")]
    [InlineData("\"spiffe_trust_domains\":[{\"bundle\":null}]", "tenants[0].spiffe_trust_domains[0]: trust_domain is missing")]
    [InlineData("\"spiffe_trust_domains\":[{\"trust_domain\":\"A\",\"bundle\":null}]", "tenants[0].spiffe_trust_domains[0].trust_domain: must be 1 to 255 of a-z 0-9 . - _")]
    [InlineData("\"spiffe_trust_domains\":[{\"trust_domain\":\"a\"}]", "tenants[0].spiffe_trust_domains[0]: bundle is missing")]
    [InlineData("\"spiffe_trust_domains\":[{\"trust_domain\":\"a\",\"bundle\":{\"keys\":[]}}]", "tenants[0].spiffe_trust_domains[0].bundle: is not a bundle (SPIFFE Trust Domain and Bundle §4): Empty")]
    [InlineData("\"spiffe_trust_domains\":[{\"trust_domain\":\"a\",\"bundle\":{\"keys\":[{\"d\":\"AQ\"}]}}]", "tenants[0].spiffe_trust_domains[0].bundle: holds a private key; only public ones are taken")]
    [InlineData("\"peers\":{}", "tenants[0].peers: must be an array")]
    [InlineData("\"peers\":[{}]", "tenants[0].peers[0]: name is missing, and neither subject_prefix nor issuer makes one")]
    [InlineData("\"resources\":{}", "tenants[0].resources: must be an array")]
    [InlineData("\"resources\":[{}]", "tenants[0].resources[0]: resource is missing")]
    [InlineData("\"resources\":[{\"resource\":\"/x\"}]", "tenants[0].resources[0].resource: must be an absolute URI without a fragment")]
    [InlineData("\"resources\":[{\"resource\":\"urn:a\",\"more\":1}]", "tenants[0].resources[0].more: unknown member")]
    [InlineData("\"resources\":[{\"resource\":\"urn:a\",\"scopes\":\"read\"}]", "tenants[0].resources[0].scopes: must be an array")]
    [InlineData("\"resources\":[{\"resource\":\"urn:a\",\"scopes\":[7]}]", "tenants[0].resources[0].scopes[0]: must be a string")]
    [InlineData("\"resources\":[{\"resource\":\"urn:a\",\"scopes\":[\"\"]}]", "tenants[0].resources[0].scopes[0]: '' is not a scope (RFC 6749 §3.3)")]
    [InlineData("\"resources\":[{\"resource\":\"urn:a\",\"scopes\":[\"a b\"]}]", "tenants[0].resources[0].scopes[0]: 'a b' is not a scope (RFC 6749 §3.3)")]
    [InlineData(
        "\"resources\":[{\"resource\":\"urn:a\"},{\"resource\":\"urn:a\"}]",
        "tenants[0].resources[1]: 'urn:a' is there already, at tenants[0].resources[0]")]
    public void is_refused_for_a_tenant(string member, params string[] errors) => Refused($"{{\"tenants\":[{{{Tenant},{member}}}]}}", errors);

    [Theory]
    [InlineData("\"client_id\":\"a b\"", "client_id: must be 1 to 128 of A-Z a-z 0-9 - . _ ~ : / @")]
    [InlineData("\"client_id\":\"c\",\"more\":1", "more: unknown member")]
    [InlineData("\"client_id\":\"c\",\"client_secret\":7", "client_secret: must be a string")]
    [InlineData("\"client_id\":\"c\",\"client_secret\":\"\"", "client_secret: must be 1 to 1024 printable ASCII characters")]
    [InlineData("\"client_id\":\"c\",\"client_secret\":\"é\"", "client_secret: must be 1 to 1024 printable ASCII characters")]
    [InlineData(
        "\"client_id\":\"c\",\"token_endpoint_auth_method\":\"magic\"",
        "token_endpoint_auth_method: 'magic' is unknown; it can be client_secret_basic or client_secret_post or none or private_key_jwt or tls_client_auth or self_signed_tls_client_auth or spiffe_jwt or spiffe_x509")]
    [InlineData("\"client_id\":\"c\",\"grant_types\":\"client_credentials\"", "grant_types: must be an array")]
    [InlineData(
        "\"client_id\":\"c\",\"grant_types\":[\"password\"]",
        "grant_types[0]: 'password' is unknown; it can be client_credentials or authorization_code or refresh_token or urn:ietf:params:oauth:grant-type:device_code or urn:ietf:params:oauth:grant-type:token-exchange or urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("\"client_id\":\"c\",\"scope\":[\"read\"]", "scope: must be a string")]
    [InlineData("\"client_id\":\"c\",\"scope\":\"a\\\\b\"", "scope: 'a\\b' is not a scope (RFC 6749 §3.3)")]
    [InlineData("\"client_id\":\"c\",\"resources\":\"urn:a\"", "resources: must be an array")]
    [InlineData("\"client_id\":\"c\",\"resources\":[\"x\"]", "resources[0]: must be an absolute URI without a fragment")]
    [InlineData("\"client_id\":\"c\",\"introspects\":[\"urn:a\",7]", "introspects[1]: must be a string")]
    [InlineData("\"client_id\":\"c\",\"jwks\":{}", "jwks: is not a set of public keys (RFC 7517 §5): MissingMember")]
    [InlineData("\"client_id\":\"c\",\"jwks\":{\"keys\":[{\"kty\":\"RSA\",\"d\":\"AQAB\"}]}", "jwks: holds a private key; only public ones are taken")]
    [InlineData("\"client_id\":\"c\",\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AQAB\"}]}", "jwks: holds a private key; only public ones are taken")]
    [InlineData("\"client_id\":\"c\",\"jwks\":{\"keys\":[{\"kty\":\"EC\",\"x5c\":[\"AQAB\"]}]}", "jwks.keys[0].x5c[0]: is not a certificate (RFC 7517 §4.7)")]
    [InlineData("\"client_id\":\"c\",\"jwks_uri\":\"http://c.example/jwks\"", "jwks_uri: must be an absolute URI of up to 2048 characters, without fragment, userinfo or dot segment: https, or http on 127.0.0.1, [::1] or localhost")]
    [InlineData("\"client_id\":\"c\",\"tls_client_auth_subject_dn\":\"billing\"", "tls_client_auth_subject_dn: is not a distinguished name (RFC 4514)")]
    [InlineData("\"client_id\":\"c\",\"spiffe_id\":\"spiffe://acme.example\"", "spiffe_id: must be spiffe://, a trust domain of a-z 0-9 . - _, and a path of segments of A-Z a-z 0-9 . - _")]
    [InlineData("\"client_id\":\"c\",\"may_act\":\"a b\"", "may_act: must be a client_id")]
    [InlineData("\"client_id\":\"c\",\"scope\":\"orders.*\"", "scope: 'orders.*' has a *, and there are no wildcards: name each resource and each scope")]
    [InlineData("\"client_id\":\"c\",\"resources\":[\"https://a.example/*\"]", "resources[0]: 'https://a.example/*' has a *, and there are no wildcards: name each resource and each scope")]
    [InlineData("\"client_id\":\"c\",\"resource_scopes\":{\"https://a.example\":\"*\"}", "resource_scopes.https://a.example: '*' has a *, and there are no wildcards: name each resource and each scope")]
    [InlineData("\"client_id\":\"c\",\"resource_scopes\":{\"x\":\"a\"}", "resource_scopes.x: must be an absolute URI without a fragment")]
    [InlineData("\"client_id\":\"c\",\"resource_scopes\":[]", "resource_scopes: must be an object")]
    [InlineData("\"client_id\":\"c\",\"exchanges\":[\"x\"]", "exchanges[0]: must be an absolute URI without a fragment")]
    [InlineData("\"client_id\":\"c\",\"tls_client_auth_subject_dn\":\"\"", "tls_client_auth_subject_dn: must be 1 to 512 characters, none of them a control character")]
    [InlineData("\"client_id\":\"c\",\"redirect_uris\":\"https://c.example/cb\"", "redirect_uris: must be an array")]
    [InlineData("\"client_id\":\"c\",\"redirect_uris\":[7]", "redirect_uris[0]: must be a string")]
    [InlineData("\"client_id\":\"c\",\"redirect_uris\":[\"https://c.example/cb\",\"https://c.example/#\"]", "redirect_uris[1]: " + Redirect)]
    [InlineData("\"client_id\":\"c\",\"post_logout_redirect_uris\":[\"javascript:alert(1)\"]", "post_logout_redirect_uris[0]: " + Redirect)]
    [InlineData("\"client_id\":\"c\",\"backchannel_logout_uri\":\"com.example.app:/logout\"", "backchannel_logout_uri: " + Backchannel)]
    [InlineData("\"client_id\":\"c\",\"backchannel_logout_uri\":\"http://app.example/logout\"", "backchannel_logout_uri: " + Backchannel)]
    [InlineData("\"client_id\":\"c\",\"backchannel_logout_uri\":\"https://app.example/logout#x\"", "backchannel_logout_uri: " + Backchannel)]
    [InlineData("\"client_id\":\"c\",\"backchannel_logout_session_required\":\"true\"", "backchannel_logout_session_required: must be true or false")]
    [InlineData("\"client_id\":\"c\",\"require_pushed_authorization_requests\":1", "require_pushed_authorization_requests: must be true or false")]
    [InlineData("\"client_id\":\"c\",\"skip_consent\":null", "skip_consent: must be true or false")]
    [InlineData("\"client_id\":\"c\",\"client_name\":\"\"", "client_name: must be 1 to 128 characters, none of them a control character")]
    [InlineData("\"client_id\":\"c\",\"client_name\":\"a\\nb\"", "client_name: must be 1 to 128 characters, none of them a control character")]
    [InlineData("\"client_id\":\"c\",\"client_name\":\"a\\u202eb\"", "client_name: must be 1 to 128 characters, none of them a control character")]
    [InlineData("\"client_id\":\"c\",\"refresh_idle_lifetime\":\"1\"", "refresh_idle_lifetime: must be a whole number")]
    [InlineData("\"client_id\":\"c\",\"refresh_absolute_lifetime\":1.5", "refresh_absolute_lifetime: must be a whole number")]
    public void is_refused_for_a_client(string members, string error) =>
        Refused($"{{\"tenants\":[{{{Tenant},\"clients\":[{{{members}}}]}}]}}", $"tenants[0].clients[0].{error}");

    [Fact]
    public void names_users_with_their_passwords_and_what_is_known_about_them()
    {
        var tenant = Read(
            """
            {"tenants":[{"tenant":"acme","users":[
              {"username":"Alice","password":"pass word","claims":{"name":"Alice","email_verified":true,"https://acme.example/level":7}},{"username":"b"}]}]}
            """)
            .Tenants.Single();

        var claims = UserClaims.Of(
            new("name", ClaimValue.Of("Alice")), new("email_verified", ClaimValue.Of(true)), new("https://acme.example/level", ClaimValue.Of(7)));
        Assert.Equal(
            [("tenants[0].users[0]", "alice", "pass word", claims), ("tenants[0].users[1]", "b", null, null)],
            tenant.Users.Select(user => (user.Path, user.Username.Value, user.Password, user.Claims)));
        Assert.DoesNotContain("pass word", tenant.Users[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", ": must be an object", ": username is missing")]
    [InlineData("{}", ": username is missing")]
    [InlineData("{\"username\":7}", ".username: must be a string", ".username: must be 1 to 128 characters in NFC, none of them control or format characters, without white space at the ends")]
    [InlineData("{\"username\":\" a\"}", ".username: must be 1 to 128 characters in NFC, none of them control or format characters, without white space at the ends")]
    [InlineData("{\"username\":\"a\",\"more\":1}", ".more: unknown member")]
    [InlineData("{\"username\":\"a\",\"password\":7}", ".password: must be a string")]
    [InlineData("{\"username\":\"a\",\"password\":\"\"}", ".password: must be 1 to 1024 characters, none of them control characters")]
    [InlineData("{\"username\":\"a\",\"password\":\"a\\nb\"}", ".password: must be 1 to 1024 characters, none of them control characters")]
    [InlineData("{\"username\":\"a\",\"claims\":[]}", ".claims: must be an object")]
    [InlineData("{\"username\":\"a\",\"claims\":{\"sub\":\"x\"}}", ".claims.sub: is set by Argus itself")]
    [InlineData("{\"username\":\"a\",\"claims\":{\"email\":true}}", ".claims.email: must be a string")]
    [InlineData("{\"username\":\"a\",\"claims\":{\"level\":1.5}}", ".claims.level: must be a string, true or false, or a whole number")]
    [InlineData("{\"username\":\"a\",\"claims\":{\"level\":null}}", ".claims.level: must be a string, true or false, or a whole number")]
    [InlineData("{\"username\":\"a\",\"claims\":{\"level\":{}}}", ".claims.level: must be a string, true or false, or a whole number")]
    public void is_refused_for_a_user(string user, params string[] errors) =>
        Refused($"{{\"tenants\":[{{{Tenant},\"users\":[{user}]}}]}}", [.. errors.Select(error => $"tenants[0].users[0]{error}")]);

    [Fact]
    public void is_refused_for_a_user_who_is_there_twice_by_another_case() => Refused(
        $"{{\"tenants\":[{{{Tenant},\"users\":[{{\"username\":\"Alice\"}},{{\"username\":\"alice\"}}]}}]}}",
        "tenants[0].users[1]: 'alice' is there already, at tenants[0].users[0]");

    [Fact]
    public void is_refused_for_more_claims_than_a_user_may_have() => Refused(
        $"{{\"tenants\":[{{{Tenant},\"users\":[{{\"username\":\"a\",\"claims\":{{{string.Join(',', Enumerable.Range(0, 33).Select(i => $"\"c{i}\":1"))}}}}}]}}]}}",
        "tenants[0].users[0].claims: has more than 32 claims");

    [Fact]
    public void is_refused_for_a_client_without_a_name() => Refused($"{{\"tenants\":[{{{Tenant},\"clients\":[{{}}]}}]}}", "tenants[0].clients[0]: client_id is missing");

    [Fact]
    public void collects_everything_that_is_wrong() => Refused(
        """{"tenants":[{"tenant":"a","x":1},{"tenant":"B","clients":[{"client_id":"c","y":1}]}],"z":1}""",
        "tenants[0].x: unknown member",
        "tenants[1].clients[0].y: unknown member",
        "tenants[1].tenant: must be 1 to 63 of a-z 0-9 -",
        "z: unknown member");

    [Fact]
    public void is_refused_at_its_bounds()
    {
        Refused($"{{\"tenants\":[{{{Tenant},\"display_name\":\"{new string('n', 201)}\"}}]}}", "tenants[0]: display_name is longer than 200 characters");
        Refused(
            $"{{\"tenants\":[{{{Tenant},\"clients\":[{{\"client_id\":\"c\",\"client_secret\":\"{new string('s', 1025)}\"}}]}}]}}",
            "tenants[0].clients[0].client_secret: must be 1 to 1024 printable ASCII characters");
        Refused(
            $"{{\"tenants\":[{{{Tenant},\"clients\":[{{\"client_id\":\"c\",\"client_name\":\"{new string('n', 129)}\"}}]}}]}}",
            "tenants[0].clients[0].client_name: must be 1 to 128 characters, none of them a control character");
        Refused(
            $"{{\"tenants\":[{{{Tenant},\"clients\":[{{\"client_id\":\"c\",\"redirect_uris\":[{string.Join(',', Enumerable.Range(0, 9).Select(i => $"\"https://c.example/{i}{new string('p', 2000)}\""))}]}}]}}]}}",
            "tenants[0].clients[0].redirect_uris: has more than 16384 characters of URIs");
        Assert.Single(Read($"{{\"tenants\":[{{{Tenant},\"display_name\":\"{new string('n', 200)}\"}}]}}").Tenants);
    }

    [Theory]
    [InlineData("", "line 1: not JSON")]
    [InlineData("{", "line 1: not JSON")]
    [InlineData("{}{}", "line 1: not JSON")]
    [InlineData("{\n,}", "line 2: not JSON")]
    [InlineData("{\"tenants\":[],}", "line 1: not JSON")]
    [InlineData("// comment\n{}", "line 1: not JSON")]
    [InlineData("{\"tenants\":[],\"tenants\":[]}", "'tenants'")]
    [InlineData("{\"tenants\":[{\"tenant\":\"a\",\"\\u0074enant\":\"b\"}]}", "'tenant'")]
    [InlineData("{\"tenants\":[{\"tenant\":\"a\",\"policy\":{\"clock_skew\":1,\"clock_skew\":2}}]}", "'clock_skew'")]
    public void is_refused_when_it_is_not_JSON_or_has_a_member_twice(string json, string named)
    {
        var error = Assert.Single(Assert.Throws<ProvisioningException>(() => Read(json)).Errors);

        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void is_refused_when_it_is_no_object(string json) => Refused(json, "document: must be an object");

    [Fact]
    public void is_refused_when_it_is_deeper_than_it_needs_to_be() =>
        Assert.Throws<ProvisioningException>(() => Read(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)));

    [Fact]
    public void is_refused_when_it_is_not_UTF_8()
    {
        byte[] json = [.. Encoding.ASCII.GetBytes("{\"tenants\":[{\"tenant\":\"acme\",\"display_name\":\""), 0xff, .. "\"}]}"u8];

        Assert.Throws<ProvisioningException>(() => ProvisioningReader.Read(json));
    }

    [Fact]
    public void is_refused_for_a_member_named_by_half_a_character() => Assert.Throws<ProvisioningException>(() => Read("{\"\\ud800\":1}"));

    private static ProvisioningDocument Read(string json) => ProvisioningReader.Read(Encoding.UTF8.GetBytes(json));

    private static void Refused(string json, params string[] errors) =>
        Assert.Equal(errors, Assert.Throws<ProvisioningException>(() => Read(json)).Errors);
}
