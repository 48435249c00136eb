using System.Text;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Specs.Domain;

/// <summary>
/// The storage format, byte for byte. A row that breaks means that logs written before can no longer be read: make a new version of the event instead.
/// </summary>
public class The_event_catalogue
{
    private const string Policy =
        """{"clock_skew":60,"context_retention":7776000,"crypto_profile":"baseline","jwks_max_age":300,"key_announce":86400,"key_bits":2048,"key_grace":0,"key_rotation_period":7776000,"refresh_absolute_lifetime":2592000,"refresh_concurrency_window":5,"refresh_idle_lifetime":604800,"refresh_retry_window":30,"rotation_verifier_patience":604800,"rotation_verifier_share":0,"service_token_lifetime":300,"session_lifetime":43200,"user_token_lifetime":600,"verification_audit":"batched","verifier_poll_interval":300}""";

    private const string Kid = $"\"kid\":\"{Samples.KidText}\"";

    private const string Sealed = """{"key":"text","sealed":"text"}""";

    /// <summary>Those whose first version had in clear what is sealed now.</summary>
    private static readonly string[] OfVersionTwo =
    [
        "client.authentications_refused", "user.registered", "user.claims_changed", "user.password_set", "user.sign_ins_refused", "authorization.pushed",
        "sign_in.handed_off", "sign_in.delegated",
    ];

    private const string FamilyToken =
        $$"""{"aud":["https://api.example"],"client_id":"orders","digest":"text","exp":1600,"iat":1300,"jti":"{{Samples.JtiText}}.1",{{Kid}},"sub":"text"}""";

    private static readonly (string Type, bool Standing, string Data)[] Rows =
    [
        ("tenant.created", true, $$"""{"display_name":"text","hosts":["b.example","a.example"],"policy":{{Policy.Replace("\"clock_skew\":60", "\"clock_skew\":7", StringComparison.Ordinal)}},"tenant":"acme"}"""),
        ("tenant.renamed", true, """{"display_name":"text"}"""),
        ("tenant.hosts_changed", true, """{"hosts":["text"]}"""),
        ("tenant.policy_changed", true, $$"""{"policy":{{Policy.Replace("batched", "text", StringComparison.Ordinal)}}}"""),
        ("tenant.sign_in_changed", true, """{"handoff_uri":"text"}"""),
        ("tenant.disabled", true, "{}"),
        ("tenant.enabled", true, "{}"),
        ("resource.registered", true, """{"resource":"https://api.example","scopes":["text"]}"""),
        ("resource.scopes_changed", true, """{"scopes":["a","text"]}"""),
        ("resource.disabled", true, "{}"),
        ("resource.enabled", true, "{}"),
        ("client.registered", true, """{"client_id":"orders","settings":{"auth_method":"text","grant_types":["client_credentials"],"introspects":["https://a.example","https://b.example"],"resources":["https://api.example"],"scope":["read","write"]}}"""),
        ("client.changed", true, """{"settings":{"auth_method":"none","backchannel_logout_session_required":true,"backchannel_logout_uri":"text","client_name":"text","grant_types":["authorization_code","refresh_token"],"introspects":[],"post_logout_redirect_uris":["text"],"redirect_uris":["text"],"refresh_absolute_lifetime":7200,"refresh_idle_lifetime":3600,"require_pushed_authorization_requests":true,"resources":["https://api.example"],"scope":["openid","read"],"skip_consent":true}}"""),
        ("client.secret_set", true, """{"secret":{"hash":"text","scheme":"sha-256"}}"""),
        ("client.secret_added", true, """{"created_at":1,"expires_at":2,"id":"text","overlap":3,"secret":{"hash":"text","scheme":"sha-256"}}"""),
        ("client.secret_removed", true, """{"id":"text"}"""),
        ("client.secret_used", false, """{"day":86400,"secret_id":"text"}"""),
        ("client.disabled", true, "{}"),
        ("client.enabled", true, "{}"),
        ("client.removed", true, "{}"),
        ("client.authentications_refused", false, $$"""{"refused":[{"client_id":"text","reason":"text","source":{{Sealed}},"times":2},{"reason":"unknown","times":1}]}"""),
        ("user.registered", true, $$"""{"claims":{{Sealed}},"external":{{Sealed}},"subject":"{{Samples.JtiText}}","username":{{Sealed}}}"""),
        ("user.claims_changed", true, $$"""{"claims":{{Sealed}}}"""),
        ("user.password_set", true, $$"""{"password":{{Sealed}}}"""),
        ("user.disabled", true, "{}"),
        ("user.enabled", true, "{}"),
        ("user.removed", true, "{}"),
        ("user.erased", true, """{"subjects":["text"]}"""),
        ("user.sign_ins_refused", false, $$"""{"refused":[{"reason":"text","source":{{Sealed}},"subject":"{{Samples.JtiText}}","times":2},{"reason":"unknown_user","times":1}]}"""),
        ("key.generated", true, $$"""{"at":1,"bits":2048,"custody":"text",{{Kid}},"n":"text"}"""),
        ("key.imported", true, $$"""{"at":1,"bits":3072,"custody":"text",{{Kid}},"n":"text"}"""),
        ("key.published", true, $$"""{"activates_at":3,"at":2,{{Kid}}}"""),
        ("key.scheduled", true, $$"""{"activates_at":5,"at":4,{{Kid}}}"""),
        ("key.rotation_requested", true, """{"at":4,"force":true}"""),
        ("key.activation_held", true, $$"""{"at":4,{{Kid}},"needed":60,"share":50,"verifiers":4}"""),
        ("key.hold_lapsed", true, $$"""{"at":4,{{Kid}},"needed":60,"share":50,"verifiers":4}"""),
        ("key.activated", true, $$"""{"at":4,{{Kid}}}"""),
        ("key.deactivated", true, $$"""{"at":5,{{Kid}},"verify_until":6}"""),
        ("key.private_key_destroyed", true, $$"""{"at":7,{{Kid}}}"""),
        ("key.retired", true, $$"""{"at":8,{{Kid}}}"""),
        ("key.revoked", true, $$"""{"at":9,"compromised_since":8,{{Kid}},"reason":"text"}"""),
        ("key.import_refused", false, $$"""{"at":10,"code":"text",{{Kid}}}"""),
        ("key.private_key_rewrapped", false, $$"""{"at":12,"custody":"text",{{Kid}},"wrapping_key":"text"}"""),
        ("log_key.activated", true, $$"""{"at":13,"bits":2048,"custody":"text","ed25519":"text",{{Kid}},"n":"text","origin":"text"}"""),
        ("log_key.retired", true, $$"""{"at":14,{{Kid}}}"""),
        ("log.checkpoint_refused", false, """{"checkpoint":3,"detail":"text","reason":"text","size":5}"""),
        ("log.window_dropped", false, """{"entries":7,"first_position":2,"from":1700000000,"last_position":9,"root":"text","size":12,"to":1800000000}"""),
        ("log.window_restored", false, """{"entries":7,"from":1700000000,"to":1800000000}"""),
        ("family.device_requested", false, """{"client_id":"orders","digest":"text","exp":1600,"resources":["https://api.example"],"scope":["text"]}"""),
        ("family.authorized", false, $$"""{"acr":"text","amr":["text"],"auth_time":1200,"client_id":"orders","code":{"challenge":"text","digest":"text","dpop_jkt":"text","exp":1260,"redirect_uri":"text"},"nonce":"text","resources":["https://api.example"],"scope":["text"],"session":"text","subject":"{{Samples.JtiText}}"}"""),
        ("family.denied", false, "{}"),
        ("family.opened", false, $$"""{"binding":"text","digest":"text","exp":9000,"id_token":{"digest":"text","exp":1600,{{Kid}}},"since":4,"token":{{FamilyToken}}}"""),
        ("family.revoked", true, """{"reason":"text"}"""),
        ("refresh.rotated", false, $$"""{"digest":"text","generation":1,"id_token":{"digest":"text","exp":1600,{{Kid}}},"since":4,"token":{{FamilyToken}}}"""),
        ("refresh.retried", false, $$"""{"generation":1,"kind":"text","since":4,"token":{{FamilyToken}}}"""),
        ("refresh.rejected", false, """{"reason":"text"}"""),
        ("refresh.binding_mismatched", false, """{"binding":"text"}"""),
        ("refresh.confirmed", false, """{"generation":1}"""),
        ("consent.granted", false, $$"""{"client_id":"orders","resources":["https://api.example"],"scope":["a","text"],"subject":"{{Samples.JtiText}}"}"""),
        ("consent.withdrawn", false, "{}"),
        ("authorization.pushed", false, $$"""{"client_id":"orders","digest":"text","exp":1390,"parameters":{{Sealed}}}"""),
        ("authorization.used", false, "{}"),
        ("device.code_assigned", false, $$"""{"family":"{{Samples.JtiText}}"}"""),
        ("sign_in.handed_off", false, $$"""{"browser":"text","client_id":"orders","digest":"text","exp":1600,"login_hint":{{Sealed}},"prompt":"text","request":"text","return_to":{{Sealed}},"scope":["text"]}"""),
        ("sign_in.handoff_accepted", false, $$"""{"acr":"text","amr":["text"],"auth_time":1300,"digest":"text","subject":"{{Samples.JtiText}}"}"""),
        ("sign_in.handoff_rejected", false, """{"digest":"text","reason":"text"}"""),
        ("sign_in.handoff_used", false, "{}"),
        ("session.opened", false, $$"""{"authentication":{"acr":"text","amr":["text"],"auth_time":1200,"request":"text"},"digest":"text","exp":9000,"subject":"{{Samples.JtiText}}"}"""),
        ("session.reauthenticated", false, """{"authentication":{"acr":"text","amr":["text"],"auth_time":1200},"digest":"text","exp":9000}"""),
        ("session.client_joined", false, """{"client_id":"orders"}"""),
        ("session.ended", false, """{"reason":"text"}"""),
        ("provider.described", true, """{"client_id":"text","display_name":"text","issuer":"text","name":"ally","scope":["text"]}"""),
        ("provider.removed", true, "{}"),
        ("peer.trusted", true, $$$"""{"name":"army","settings":{"audiences":["https://api.example"],"issuer":"text","jwks_uri":"https://auth.ally.example/t/army/.well-known/jwks.json","max_lifetime":600,"pinned_kids":["{{{Samples.KidText}}}"],"scope":["read"],"subject_prefix":"ally:"}}"""),
        ("peer.changed", true, """{"settings":{"audiences":["https://api.example"],"issuer":"https://auth.ally.example/t/army","pinned_kids":[],"scope":["a","text"],"subject_prefix":"ally:"}}"""),
        ("peer.key_added", true, """{"at":1,"kid":"text","n":"text","source":"text"}"""),
        ("peer.key_removed", true, """{"at":2,"kid":"text"}"""),
        ("peer.keys_confirmed", true, """{"at":3}"""),
        ("peer.keys_refused", false, """{"reason":"text"}"""),
        ("peer.disabled", true, "{}"),
        ("peer.enabled", true, "{}"),
        ("peer.removed", true, "{}"),
        ("peer.private_key_refused", false, """{"name":"army","reason":"text","source":"text"}"""),
        ("spiffe.trust_domain_described", true, """{"bundle":"text","trust_domain":"text"}"""),
        ("spiffe.trust_domain_removed", true, "{}"),
        ("sign_in.delegated", false, $$"""{"digest":"text","exp":1600,"issuer":"text","provider":"ally","request":"text","return_to":{{Sealed}}}"""),
        ("sign_in.returned", false, "{}"),
        ("logout.due", true, $$"""{"clients":["orders"],"session":"{{Samples.JtiText}}","subject":"{{Samples.JtiText}}"}"""),
        ("logout.attempted", true, $$"""{"attempt":1,"client_id":"orders","digest":"text","jti":"{{Samples.JtiText}}",{{Kid}}}"""),
        ("logout.delivered", true, """{"client_id":"orders"}"""),
        ("logout.abandoned", true, """{"client_id":"orders"}"""),
        ("signals.began", false, """{"after":4}"""),
        ("signals.taken", false, """{"epochs":[5,7],"refused":[{"code":"text","epoch":7}],"through":5}"""),
        ("token.issued", false, $$"""{"act":{"act":{"iss":"text","sub":"text"},"sub":"text"},"aud":["https://api.example"],"client_id":"orders","cnf":"jkt:{{Samples.KidText}}","digest":"text","exp":1600,"iat":1300,"jti":"{{Samples.JtiText}}",{{Kid}},"may_act":"orders","parent":{"client_id":"text","iat":1200,"jti":"text","kid":"text","parent":{"client_id":"text","iat":1100,"iss":"text","jti":"text","kid":"text","since":0,"sub":"text"},"since":4,"sub":"text"},"scope":"text","sub":"text"}"""),
        ("token.revoked", true, $$"""{"exp":1600,"jti":"{{Samples.JtiText}}"}"""),
        ("tokens.revoked", true, """{"before":3,"client_id":"orders","not_before":1300,"reason":"text","subject":"text"}"""),
        ("token.unlogged_seen", false, $$"""{"digest":"text","jti":"text",{{Kid}}}"""),
        ("token.verifications_recorded", false, """{"verifications":[{"caller":"orders","outcome":"text","tokens":{"a":3,"b":2,"text":1}}]}"""),
        ("verification.receipts_recorded", false, """{"at":4,"digest":"text","gap":{"from":2,"to":3},"jwks_age":12,"kids":["text"],"receipts":[{"count":2,"digest":"text","first_seen":3,"jti":"text","reason":"text"},{"count":1,"digest":"text","first_seen":3,"reason":"text"}],"seq":4,"totals":{"accepted":1,"gaps":[{"from":2,"to":3}],"lost":2,"rejected":3},"unlisted":{"text":5}}"""),
        ("verification.receipts_continued", false, """{"receipts":[{"count":2,"digest":"text","first_seen":3,"jti":"text","reason":"text"}],"seq":4}"""),
        ("verification.receipts_refused", false, """{"client_id":"orders","digest":"text","reason":"text","seq":4,"verifier":"AAECAwQFBgcICQoLDA0ODw"}"""),
        ("audit.events_read", false, """{"after":3,"count":2,"opened":true,"stream":"text","type":"text"}"""),
        ("audit.proof_made", false, $$"""{"first":2,"jti":"{{Samples.JtiText}}","position":3,"size":4}"""),
        ("audit.entries_exported", false, """{"bundles":2,"from":256,"to":767}"""),
    ];

    public static TheoryData<string> Types => [.. Rows.Select(row => row.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void stores_each_event_in_these_bytes(string type)
    {
        var row = Rows.Single(row => row.Type == type);
        var @event = Samples.Events().Single(sample => EventCodec.Encode(sample, new Origin("a", "c")).Type == type);

        var entry = Encoding.UTF8.GetString(Samples.Entry(@event, new Origin("client:x", "c-1", "192.0.2.1", "curl/8"), new Sealed("day:2026-03-01", "c2VhbGVk")));

        Assert.Equal(
            $$"""{"actor":"client:x","context":{"key":"day:2026-03-01","sealed":"c2VhbGVk"},"correlation_id":"c-1","data":{{row.Data}},"position":5,"stream":"stream","stream_version":3,"tenant":"acme","time":"2026-03-01T12:00:00.000000Z","type":"{{type}}","type_version":{{VersionOf(type)}}}""",
            entry);
    }

    [Fact]
    public void has_these_rows_and_no_others() =>
        Assert.Equal(Rows.Select(row => (row.Type, VersionOf(row.Type), row.Standing)), EventCatalog.Types.Select(type => (type.Name, type.Version, type.Standing)));

    [Fact]
    public void has_every_event_of_the_domain_exactly_once()
    {
        var events = typeof(IDomainEvent).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IDomainEvent)));

        Assert.Equal(events.Select(type => type.Name).Order(), EventCatalog.Types.Select(type => type.ClrType.Name).Order());
        Assert.Equal(EventCatalog.Types.Select(type => type.ClrType), Samples.Events().Select(sample => sample.GetType()));
    }

    [Fact]
    public void leaves_the_context_out_that_nobody_sealed()
    {
        var entry = Encoding.UTF8.GetString(Samples.Entry(Samples.Events().First(), new Origin("a", "c", "192.0.2.1", "curl/8")));

        Assert.StartsWith("""{"actor":"a","context":{},"correlation_id":"c","data":{""", entry, StringComparison.Ordinal);
    }

    private static int VersionOf(string type) => OfVersionTwo.Contains(type) ? 2 : 1;
}
