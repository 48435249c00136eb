using System.Text.Json;
using Argus.Authority.Outbound;
using Argus.Domain.Kernel;
using Argus.Domain.Peers;

namespace Argus.Authority.Provisioning;

/// <summary>Another authority that a tenant trusts, and the bounds of that.</summary>
internal static class PeerReader
{
    public static PeerDescription? Read(JsonNodeReader node) => Read(node, null);

    /// <param name="node">The peer.</param>
    /// <param name="known">Its name, where that is known already.</param>
    /// <returns>Null if it has no name, and nothing to be put on record.</returns>
    public static PeerDescription? Read(JsonNodeReader node, PeerName? known)
    {
        if (GivenKeys.FindPrivate(node) is { Count: > 0 } privateKeys)
            return Refuse(node, known, privateKeys);
        var peer = new PeerDescription(node.Path, default)
        {
            Audiences = node.Member("audiences") is { } audiences ? Names(audiences) : null,
            Issuer = node.Member("issuer")?.Text(),
            JwksUri = node.Member("jwks_uri") is { } uri ? new Said<string?>(uri.IsNull ? null : JwksUri(uri)) : null,
            Keys = GivenKeys.Read(node),
            MaxLifetime = node.Member("max_lifetime") is { } lifetime ? new Said<int?>(lifetime.IsNull ? null : lifetime.WholeNumber()) : null,
            PinnedKids = node.Member("pinned_kids") is { } pins ? Names(pins) : null,
            Scope = node.Member("scope") is { } scope ? ScopeReader.Read(scope) : null,
            SubjectPrefix = node.Member("subject_prefix")?.Text(),
        };
        var name = Name(node, peer, known);
        node.RefuseOthers();
        return name is { } found ? peer with { Name = found } : null;
    }

    /// <summary>Nothing else of it is read: what is wrong with a value is often told with the value.</summary>
    private static PeerDescription Refuse(JsonNodeReader node, PeerName? known, IReadOnlyList<(string Reason, string Source)> privateKeys)
    {
        foreach (var (_, source) in privateKeys)
            (node.Member(source) ?? node).Error("holds a private key; only public ones are taken, and the refusal is on record");
        var text = node.Member("name") is { Value.ValueKind: JsonValueKind.String } name ? name.Text() : null;
        return new PeerDescription(node.Path, known ?? (PeerName.TryParse(text, out var own) ? own : default)) { PrivateKeys = privateKeys };
    }

    /// <summary>A peer that is not named is called by the prefix of its subjects, or by its host.</summary>
    private static PeerName? Name(JsonNodeReader node, PeerDescription peer, PeerName? known)
    {
        var nameNode = node.Member("name");
        if (nameNode is null && known is not null)
            return known;
        var text = nameNode is not null ? nameNode.Text() : Unnamed(peer);
        if (known is not null && text != known.Value.Value)
            nameNode?.Error($"must be '{known}'");
        if (PeerName.TryParse(text, out var name))
            return name;
        (nameNode ?? node).Error(nameNode is null ? "name is missing, and neither subject_prefix nor issuer makes one" : "must be 1 to 63 of a-z 0-9 -");
        return null;
    }

    private static string? Unnamed(PeerDescription peer)
    {
        if (peer.SubjectPrefix is [.. var prefix, ':'] && PeerName.TryParse(prefix, out _))
            return prefix;
        return Uri.TryCreate(peer.Issuer, UriKind.Absolute, out var issuer) ? issuer.Host.Replace('.', '-') : null;
    }

    private static string? JwksUri(JsonNodeReader node)
    {
        if (node.Text() is not { } text)
            return null;
        if (!OutboundUri.TryParse(text, out _))
            node.Error("must be an absolute URI of up to 2048 characters: https, or http on this machine");
        return text;
    }

    private static NameSet Names(JsonNodeReader node) => NameSet.Of(node.Items().Select(item => item.Text()).OfType<string>());
}
