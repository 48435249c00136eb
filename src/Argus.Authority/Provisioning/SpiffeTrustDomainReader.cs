using System.Text;
using System.Text.Json;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Jose.ClientProofs.Spiffe;

namespace Argus.Authority.Provisioning;

/// <summary>A SPIFFE trust domain of a tenant: its name, and its bundle as SPIFFE publishes it.</summary>
internal static class SpiffeTrustDomainReader
{
    // The event stays well below the size of an entry.
    private const int LongestBundle = 48 * 1024;

    public static TrustDomainDescription? Read(JsonNodeReader node)
    {
        var nameNode = node.Member("trust_domain");
        var name = nameNode?.Text();
        var bundleNode = node.Member("bundle");
        node.RefuseOthers();
        if (name is null || !SpiffeId.IsTrustDomain(name))
        {
            (nameNode ?? node).Error(nameNode is null ? "trust_domain is missing" : "must be 1 to 255 of a-z 0-9 . - _");
            return null;
        }

        if (bundleNode is { IsNull: true })
            return new TrustDomainDescription(node.Path, name, null);
        if (bundleNode is null)
            node.Error("bundle is missing");
        return bundleNode is not null && Bundle(bundleNode, name) is { } bundle
            ? new TrustDomainDescription(node.Path, name, new TrustDomainDescribed(bundle, name))
            : null;
    }

    private static string? Bundle(JsonNodeReader node, string trustDomain)
    {
        var raw = Encoding.UTF8.GetBytes(node.Value.GetRawText());
        if (!SpiffeBundle.TryParse(raw, trustDomain, out _, out var fault))
        {
            node.Error(fault == SpiffeBundleFault.PrivateMember
                ? "holds a private key; only public ones are taken"
                : $"is not a bundle (SPIFFE Trust Domain and Bundle §4): {fault}");
            return null;
        }

        // Without white space: the same bundle is the same text, however it was laid out.
        var text = JsonSerializer.Serialize(node.Value);
        // It stands in the event as a text, where each of its quotes takes two characters.
        if (JsonSerializer.Serialize(text).Length <= LongestBundle)
            return text;
        node.Error($"has more than {LongestBundle} characters");
        return null;
    }
}
