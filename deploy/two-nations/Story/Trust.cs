using System.Net;
using System.Text.RegularExpressions;
using Argus.TwoNations.Nations;

namespace Argus.TwoNations.Story;

/// <summary>Two deployments that have nothing in common begin to trust each other, by public keys.</summary>
internal sealed partial class Trust(Stage stage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task TellAsync(string directory)
    {
        var (north, south, teller) = (stage.North, stage.South, stage.Teller);
        teller.Chapter("Two nations, and how they come to trust each other");
        await FoundAsync(directory);
        await RefuseStrangersAsync();
        await RecogniseAsync(south, north);
        await RecogniseAsync(north, south);
        await CompareAsync(north, south);
        await CompareAsync(south, north);

        teller.Asks("each nation opens its API, which knows its own issuer and nothing of the other nation");
        foreach (var (own, other) in ((Nation, Nation)[])[(north, south), (south, north)])
        {
            await own.OpenApiAsync(other, stage.Stop);
            var token = (await stage.Of(own, own).ForItselfAsync(own.Names.Api, stage.Stop)).AccessToken;
            await stage.UntilAsync($"{own}'s API lets its own people in", Patience, async () => (await stage.GetAsync(own, NationApi.Reports, token)).IsGood);
            teller.Expects(true, $"{own}'s API at {own.At.Api} has its issuer's keys, trust bundle and revocations");
        }
    }

    private async Task FoundAsync(string directory)
    {
        stage.Teller.Asks("each nation starts its own Argus, with a PostgreSQL of its own");
        foreach (var (own, other) in ((Nation, Nation)[])[(stage.North, stage.South), (stage.South, stage.North)])
        {
            var document = own.Found(other, Directory.CreateDirectory(Path.Combine(directory, own.Names.Nation)).FullName);
            stage.Teller.Shows($"{own}: {own.At.Issuer}, process {own.ServerId}, user {own.Names.User}, service {own.Names.Service}");
            stage.Teller.Expects(!Secrets().IsMatch(document) && document.Contains("\"kty\":\"RSA\"", StringComparison.Ordinal),
                $"the provisioning document of {own} has public keys, and no secret, password or private key");
        }

        foreach (var nation in (Nation[])[stage.North, stage.South])
        {
            await nation.ServesAsync(stage.Http, stage.Stop);

            // Peers and APIs that know it before it signs have nothing to learn when it does.
            await stage.UntilAsync($"{nation} shows its next key", Patience, async () => (await new PublicDocuments(stage).KidsAsync(nation)).Count == 2);
        }
    }

    private async Task RefuseStrangersAsync()
    {
        var (north, south) = (stage.North, stage.South);
        stage.Teller.Asks($"{north.Names.Service} brings south a token of north that was made for south (RFC 7523), before there is any trust");
        var assertion = (await stage.Of(north, north).ForItselfAsync(south.At.Issuer, stage.Stop)).AccessToken;
        var reply = await stage.Of(north, south).ForAssertionAsync(assertion, south.Names.Api, stage.Stop);
        stage.Teller.Expects(reply is { Status: HttpStatusCode.BadRequest, Reason: "invalid_grant" }, $"south refuses it: {reply}", reply.ToString());
    }

    private async Task RecogniseAsync(Nation own, Nation other)
    {
        stage.Teller.Asks($"the operator of {own} makes {other} a peer: PUT /admin/v1/tenants/{own}/peers/{other}");
        await own.Operator.PutAsync($"peers/{other}", ProvisioningDocument.PeerOf(own, other), stage.Stop);
        stage.Teller.Shows(
            $"issuer {other.At.Issuer}, keys from {other.At.Jwks.AbsolutePath}",
            $"subjects are called {other}:…, audiences {own.Names.Api} {own.Names.Archive}, scope at most {NationNames.Read}, tokens of 600 s at most");
        await stage.UntilAsync($"{own} has read both keys of {other}", Patience, async () => await KeysAsync(own, other) == 2);
        stage.Teller.Expects(true, $"{own} has read the public keys of {other}: the one that signs, and the next");
    }

    private async Task<int> KeysAsync(Nation own, Nation other) =>
        (await own.Operator.GetAsync($"peers/{other}", stage.Stop)).GetProperty("keys").EnumerateArray().Count(key => key.GetProperty("trusted").GetBoolean());

    private async Task CompareAsync(Nation own, Nation other)
    {
        var documents = new PublicDocuments(stage);
        var (ownKids, otherKids, bundle) = (await documents.KidsAsync(own), await documents.KidsAsync(other), await documents.BundleAsync(own));
        stage.Teller.Asks($"what {own} publishes");
        stage.Teller.Expects(
            bundle.Count == 2 && bundle[own.At.Issuer].Order().SequenceEqual(ownKids.Order()) && bundle[other.At.Issuer].Order().SequenceEqual(otherKids.Order()),
            $"the trust bundle is signed by {own} and has the keys of both, by issuer");
        stage.Teller.Expects(!ownKids.Intersect(otherKids).Any(), $"jwks.json of {own} has its own {ownKids.Count} keys, and no key of {other}");
    }

    [GeneratedRegex("client_secret|password|PRIVATE KEY|\"(?:d|p|q|dp|dq|qi|k)\"\\s*:")]
    private static partial Regex Secrets();
}
