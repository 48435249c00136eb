using System.Net;

namespace Argus.Cli.Connecting;

/// <summary>A tenant's issuer and its endpoints, as its metadata says (RFC 8414), and only where the metadata was asked for.</summary>
internal sealed record Issuer(string Name, Uri Token, Uri Revocation, Uri Jwks)
{
    private const string WellKnown = "/.well-known/openid-configuration";

    public static async Task<Issuer> DiscoverAsync(NodeHttp http, Uri url, string tenant, CancellationToken cancellation)
    {
        var root = url.GetLeftPart(UriPartial.Authority);
        var (name, answer) = ($"{root}/t/{tenant}", await GetAsync(http, $"{root}/t/{tenant}", cancellation).ConfigureAwait(false));

        // The default tenant is at the root, and so is any tenant at a host of its own.
        if (answer.Status == (int)HttpStatusCode.NotFound && tenant == Target.DefaultTenant)
            (name, answer) = (root, await GetAsync(http, root, cancellation).ConfigureAwait(false));
        if (answer.Status == (int)HttpStatusCode.NotFound)
            throw CommandFailure.Refused("tenant_unknown", $"There is no issuer {name}.");
        return Of(name, root, answer);
    }

    private static async Task<Answer> GetAsync(NodeHttp http, string issuer, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, issuer + WellKnown);
        return await http.SendAsync(request, isReport: false, cancellation).ConfigureAwait(false);
    }

    private static Issuer Of(string name, string root, Answer answer)
    {
        var metadata = answer.Json();

        // RFC 8414 §3.3. Without it, whoever answers here could have the client's secret sent to another issuer.
        if (metadata.Text("issuer") is not { } said || said != name)
            throw CommandFailure.Refused("wrong_issuer", $"What answers at {name} calls itself '{metadata.Text("issuer")}'. --url must be the deployment's public URL.");
        return new Issuer(name, Endpoint("token_endpoint"), Endpoint("revocation_endpoint"), Endpoint("jwks_uri"));

        Uri Endpoint(string member) =>
            Uri.TryCreate(metadata.Text(member), UriKind.Absolute, out var endpoint) && endpoint.GetLeftPart(UriPartial.Authority) == root ? endpoint
            : throw CommandFailure.Refused("wrong_metadata", $"The metadata of {name} has no {member} at {root}.");
    }
}
