using System.Text;
using System.Text.Json.Nodes;
using Argus.Domain.Kernel;
using Argus.Domain.Tenants;

namespace Argus.Specs.Domain;

/// <summary>Who reads on past what it does not understand no longer knows the state.</summary>
public class An_entry_that_cannot_be_read
{
    // Absent when there is nothing to say; in settings and policies also what was unknown when they were written, which has a default.
    private static readonly string[] MayBeAbsent =
    [
        "key.revoked/compromised_since", "key.import_refused/kid", "token.issued/scope", "token.issued/act", "token.issued/act/act", "token.issued/act/act/iss", "token.issued/cnf", "token.issued/may_act", "token.issued/parent", "token.issued/parent/parent",
        "token.issued/parent/parent/iss", "client.authentications_refused/refused/0/client_id", "client.authentications_refused/refused/0/source",
        "client.secret_added/expires_at", "user.registered/external", "user.sign_ins_refused/refused/0/source", "user.sign_ins_refused/refused/0/subject",
        "family.authorized/code", "family.authorized/code/dpop_jkt", "family.authorized/code/redirect_uri", "family.authorized/nonce", "family.authorized/session",
        "family.opened/binding", "family.opened/digest", "family.opened/id_token", "refresh.rotated/id_token", "refresh.binding_mismatched/binding",
        "session.opened/authentication/request", "tenant.sign_in_changed/handoff_uri", "sign_in.handed_off/login_hint", "sign_in.handed_off/prompt", "sign_in.handed_off/request", "sign_in.delegated/request",
        "tokens.revoked/before", "tokens.revoked/client_id", "tokens.revoked/subject", "token.unlogged_seen/kid",
        "verification.receipts_recorded/gap", "verification.receipts_recorded/jwks_age", "verification.receipts_recorded/unlisted",
        "verification.receipts_recorded/receipts/0/jti", "verification.receipts_continued/receipts/0/jti",
        "audit.events_read/after", "audit.events_read/opened", "audit.events_read/stream", "audit.events_read/type",
        "audit.proof_made/first", "audit.proof_made/jti", "audit.proof_made/position", "log.checkpoint_refused/checkpoint", "log_key.activated/ed25519",
        "peer.private_key_refused/name",
    ];

    private static string Sound => Encoding.UTF8.GetString(Samples.Entry(new TenantRenamed("text")));

    [Theory]
    [InlineData("\"tenant.renamed\"", "\"tenant.unheard_of\"")]
    [InlineData("\"tenant.renamed\"", "\"TenantRenamed\"")]
    [InlineData("\"tenant.renamed\"", "\"Tenant.Renamed\"")]
    [InlineData("\"type_version\":1", "\"type_version\":2")]
    [InlineData("\"type_version\":1", "\"type_version\":0")]
    [InlineData("\"type_version\":1", "\"type_version\":4294967297")]
    [InlineData("\"type_version\":1", "\"type_version\":\"1\"")]
    [InlineData("{\"display_name\":\"text\"}", "{\"display_name\":\"text\",\"more\":1}")]
    [InlineData("{\"display_name\":\"text\"}", "{\"DisplayName\":\"text\"}")]
    [InlineData("{\"display_name\":\"text\"}", "{\"display_name\":null}")]
    [InlineData("{\"display_name\":\"text\"}", "{\"display_name\":7}")]
    [InlineData("{\"display_name\":\"text\"}", "{\"display_name\":\"\\ud800\"}")]
    [InlineData("{\"display_name\":\"text\"}", "{\"display_name\":\"other\",\"display_name\":\"text\"}")]
    [InlineData("\"data\":", "\"data\":{\"display_name\":\"other\"},\"data\":")]
    [InlineData("\"data\":", "\"d\\u0061ta\":{\"display_name\":\"other\"},\"data\":")]
    [InlineData("\"actor\":", "\"stream\":\"other\",\"actor\":")]
    [InlineData("{\"display_name\":\"text\"}", "{}")]
    [InlineData("{\"display_name\":\"text\"}", "null")]
    [InlineData("{\"display_name\":\"text\"}", "[]")]
    [InlineData("\"actor\":", "\"more\":1,\"actor\":")]
    [InlineData("\"position\":5", "\"position\":-1")]
    [InlineData("\"position\":5", "\"position\":5.5")]
    [InlineData("\"position\":5", "\"position\":9223372036854775808")]
    [InlineData("\"stream_version\":3", "\"stream_version\":-1")]
    [InlineData("2026-03-01T12:00:00.000000Z", "yesterday")]
    [InlineData("{\"actor\"", "[\"actor\"")]
    public void because_of_one_thing(string sound, string changed)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);

        Refused(Sound.Replace(sound, changed, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    public void because_it_is_no_envelope(string entry) => Refused(entry);

    [Fact]
    public void because_something_stands_behind_it() => Refused(Sound + "{}");

    [Fact]
    public void because_it_ends_too_soon()
    {
        for (var length = 0; length < Sound.Length; length++)
            Refused(Sound[..length]);
    }

    [Fact]
    public void because_a_member_of_the_envelope_is_missing()
    {
        foreach (var member in JsonNode.Parse(Sound)!.AsObject().Select(member => member.Key))
        {
            var entry = JsonNode.Parse(Sound)!.AsObject();
            entry.Remove(member);
            Refused(entry.ToJsonString());
        }
    }

    [Fact]
    public void because_a_member_of_the_event_is_missing()
    {
        foreach (var @event in Samples.Events())
        {
            var entry = Encoding.UTF8.GetString(Samples.Entry(@event));
            foreach (var (path, without) in Holes(JsonNode.Parse(entry)!))
            {
                if (MayBeAbsent.Contains(path))
                    Assert.NotNull(EventCodec.Decode(Encoding.UTF8.GetBytes(without)));
                else
                    Refused(without);
            }
        }
    }

    [Fact]
    public void is_told_from_an_older_one_whose_settings_know_less()
    {
        var entry = Encoding.UTF8.GetString(Samples.Entry(new TenantPolicyChanged(new TenantPolicy { ClockSkew = 9 })));

        var read = EventCodec.Decode(Encoding.UTF8.GetBytes(entry.Replace("\"key_grace\":0,", "", StringComparison.Ordinal)));

        Assert.Equal(new TenantPolicyChanged(new TenantPolicy { ClockSkew = 9 }), read.Event);
    }

    /// <summary>The entry once without each member of its data, lists and what they hold included; settings and claims are left whole.</summary>
    private static IEnumerable<(string Path, string Entry)> Holes(JsonNode entry)
    {
        var type = entry["type"]!.GetValue<string>();
        foreach (var path in Paths(entry["data"]!, []).ToArray())
        {
            var copy = entry.DeepClone();
            var parent = path[..^1].Aggregate(copy["data"]!, (node, step) => int.TryParse(step, out var i) ? node[i]! : node[step]!);
            parent.AsObject().Remove(path[^1]);
            yield return ($"{type}/{string.Join('/', path)}", copy.ToJsonString());
        }
    }

    private static IEnumerable<string[]> Paths(JsonNode node, string[] path)
    {
        if (node is JsonArray array)
            return array.SelectMany((item, i) => item is JsonObject ? Paths(item, [.. path, $"{i}"]) : []);
        if (node is not JsonObject members || path is [.., "policy" or "settings" or "tokens" or "claims" or "unlisted"])
            return [];
        return members.SelectMany(member => new[] { (string[])[.. path, member.Key] }.Concat(Paths(member.Value!, [.. path, member.Key])));
    }

    private static void Refused(string entry) => Assert.Throws<UnreadableEventException>(() => EventCodec.Decode(Encoding.UTF8.GetBytes(entry)));
}
