using System.Net.Http.Headers;
using System.Text;
using Argus.Cli.Connecting;
using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>What A signs besides tokens, handed in at B.</summary>
internal static class DocumentAttacks
{
    private const string Source = "docs/receipts.md: a batch is for one issuer";
    private const string Type = "receipts+jwt";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static IEnumerable<Trial> All() =>
    [
        Attack(Credentials.Receipts, Resources.Receipts, "A's batch at B", Source, field =>
        {
            field.A.Keep(Credentials.Receipts, BatchOf(field.A, field.A.Issuer));
            return HandInAsync(field, field.B, field.A.Show(Credentials.Receipts));
        }, Finding.Success),
        Attack(Credentials.Receipts, Resources.Receipts, "for B, signed with A's key", Source, field => HandInAsync(field, field.B, BatchOf(field.A, field.B.Issuer)), Finding.Success),
        Afterwards(Credentials.Receipts, Resources.Receipts, "A's at A: the one that B refused",
            field => HandInAsync(field, field.A, field.A.Show(Credentials.Receipts)), answer => answer.IsSuccess),
        Afterwards(Credentials.Receipts, Resources.Receipts, "B's at B", field => HandInAsync(field, field.B, BatchOf(field.B, field.B.Issuer)), answer => answer.IsSuccess),
        Attack(Credentials.Feed, Resources.Receipts, "A's at B, as receipts", "RFC 8725 §3.11", field => HandInAsync(field, field.B, field.A.Show(Credentials.Feed)), Finding.Success),
        Attack(Credentials.Feed, Resources.Token, "A's at B, as client assertion", "RFC 8725 §3.11",
            field => field.TokenAsync(field.B, Caller.Assertion(field.A.Show(Credentials.Feed)), Battlefield.ClientCredentials), Finding.Token),
        Attack(Credentials.TrustBundle, Resources.Token, "A's at B, as client assertion", "RFC 8725 §3.11",
            field => field.TokenAsync(field.B, Caller.Assertion(field.A.Show(Credentials.TrustBundle)), Battlefield.ClientCredentials), Finding.Token),
    ];

    /// <summary>A batch that only tells keys (docs/receipts.md).</summary>
    private static string BatchOf(Side side, string issuer) => side.Keys.Sign(Type, Side.Kid, new
    {
        iss = Side.Signer, aud = issuer, jti = Secret.New(), iat = Side.Seconds(TimeSpan.Zero), exp = Side.Seconds(Lifetime),
        verifier = Secret.NewVerifier(), seq = 0, kids = Array.Empty<string>(), receipts = Array.Empty<string>(),
    });

    private static Task<Answer> HandInAsync(Battlefield field, Side at, string batch) =>
        field.Wire.SendAsync(HttpMethod.Post, $"{at.Issuer}/receipts", new StringContent(batch, Encoding.ASCII, new MediaTypeHeaderValue($"application/{Type}")));
}
