using Argus.Authority;
using Argus.Server.Protocol.Introspection;
using Argus.Server.Protocol.Token;

namespace Argus.Server.Hosting;

/// <summary>The lines that a first start prints, ready to be pasted into a shell; later starts leave the secrets out.</summary>
internal static class QuickStart
{
    public static string Lines(Issuers issuers, Credentials credentials, IReadOnlyDictionary<string, string>? secrets)
    {
        var client = Basic(FirstStart.DemoClient, secrets);
        var api = Basic(FirstStart.DemoApi, secrets);
        var token = $"curl -s -u {client} -d grant_type=client_credentials {issuers.PublicUrl}{TokenEndpoint.Path}";
        var introspect =
            $"curl -s -u {api} -d token=$({token} | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/') {issuers.PublicUrl}{IntrospectionEndpoint.Path}";
        return $"""

                Argus serves {issuers.PublicUrl}. {(secrets is null ? "Secrets" : "This was the first start; its secrets")} are in {credentials.Path}

                Get a token:
                {token}

                Get one and introspect it, as the API that it is for:
                {introspect}

                """;
    }

    private static string Basic(string client, IReadOnlyDictionary<string, string>? secrets) =>
        secrets is null ? $"{client}:\"$SECRET_OF_{client.Replace('-', '_').ToUpperInvariant()}\"" : $"{client}:{secrets[client]}";
}
