using System.Text;
using Argus.Authority.Verification;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;
using Argus.Jose;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.Federation;

/// <summary>Another authority, and a node that trusts it for one of two APIs.</summary>
internal static class SpecPeer
{
    public const string Issuer = "https://auth.ally.example/t/army";
    public const string JwksUri = Issuer + "/.well-known/jwks.json";

    public static readonly PeerName Name = TextId.Parse<PeerName>("ally");

    public static string Jwks(params SigningKey[] keys) => Encoding.UTF8.GetString(JwkSet.Write(keys.Select(key => key.PublicJwk)));

    /// <param name="members">Of the peer in the provisioning document, beside who it is and what for.</param>
    public static string Document(string members) => $$"""
        {"tenants":[{"tenant":"acme","peers":[{"issuer":"{{Issuer}}","subject_prefix":"ally:","audiences":["{{SpecNode.Api}}"],"scope":"read",{{members}}}]}]}
        """;

    /// <summary>A node whose peer's keys were given.</summary>
    public static async Task<SpecNode> TrustedAsync(SigningKey key, string more = "")
    {
        var node = await SpecNode.StartAsync();
        await node.ApplyAsync(Document($"\"jwks\":{Jwks(key)}{more}"));
        return node;
    }

    /// <summary>A node that has read its peer's keys.</summary>
    public static async Task<SpecNode> ReadAsync(params SigningKey[] keys)
    {
        var node = await SpecNode.StartAsync();
        node.Documents.Put(JwksUri, Jwks(keys));
        await node.ApplyAsync(Document($"\"jwks_uri\":\"{JwksUri}\""));
        await node.PeerKeys.SettleAsync();
        return node;
    }

    public static PeerState State(SpecNode node) => node.Acme.Peer(Name)!;

    /// <summary>A sound token of the peer for the API; what is named takes the place of what is sound.</summary>
    public static byte[] Token(
        SigningKey key, string? header = null, string sub = "bob", string? aud = $"\"{SpecNode.Api}\"", string scope = "read write", int from = 0, int to = 600, string iss = Issuer, string jti = "\"t-1\"", string without = "scope") =>
        Encoding.ASCII.GetBytes(Forge.Sign(key, header ?? Forge.Header(key), Forge.Payload(
            iss: $"\"{iss}\"", sub: $"\"{sub}\"", aud: aud, iat: $"{Forge.Seconds + from}", nbf: $"{Forge.Seconds + from}", exp: $"{Forge.Seconds + to}", jti: jti, more: $",\"scope\":\"{scope}\"")
            .Replace(",\"scope\":\"orders.read\"", "", StringComparison.Ordinal)
            .Replace(without == "iat" ? $"\"iat\":{Forge.Seconds + from}," : "\0", "", StringComparison.Ordinal)));

    public static ValueTask<ActiveToken?> IntrospectAsync(this SpecNode node, byte[] token, string caller = "api") =>
        node.Introspector.IntrospectAsync(node.Acme, node.Client(caller), token, SpecNode.Origin);

    public static async Task<bool> IsActiveAsync(this SpecNode node, byte[] token) => await node.IntrospectAsync(token) is not null;

    public static async Task CommandAsync(this SpecNode node, Func<PeerState, Decision<IPeerEvent>> decide)
    {
        var outcome = await node.Aggregates.Peers.ExecuteAsync(node.Acme.Id, PeerState.StreamOf(Name), decide, SpecNode.Origin, CancellationToken.None);
        Assert.Null(outcome.Refusal);
        await node.RefreshAsync();
    }

    /// <summary>What the log says of peers, in order.</summary>
    public static async Task<string[]> ToldAsync(this SpecNode node) =>
        [.. (await node.Log.Events()).Where(recorded => recorded.Event is IPeerEvent).Select(recorded => EventCatalog.NameOf(recorded.Event))];
}
