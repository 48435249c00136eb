using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>What A's clients prove themselves with, at B's token endpoint and wherever else clients prove themselves.</summary>
internal static class ClientAttacks
{
    private const string Secret = "RFC 6749 §2.3.1: credentials are the server's that issued them";
    private const string Audience = "RFC 7523 §3(3), CVE-2025-27370: an assertion is for one server";

    public static IEnumerable<Trial> All() =>
    [
        Attack(Credentials.ClientSecret, Resources.Token, "A's at B, by Basic", Secret,
            field => field.TokenAsync(field.B, field.A.ByBasic, Battlefield.ClientCredentials), Finding.Token),
        Attack(Credentials.ClientSecret, Resources.Token, "A's at B, by Post", Secret,
            field => field.TokenAsync(field.B, field.A.ByPost, Battlefield.ClientCredentials), Finding.Token),
        Attack(Credentials.ClientId, Resources.Token, "a client of A's only, at B", "RFC 6749 §2.2",
            field => field.TokenAsync(field.B, Caller.Basic(field.A.OwnClient, field.A.ServiceSecret), Battlefield.ClientCredentials), Finding.Token),
        Attack(Credentials.ClientId, Resources.Token, "without its secret, at B", "RFC 6749 §4.4: confidential clients only",
            field => field.TokenAsync(field.B, Caller.Public(Side.Service), Battlefield.ClientCredentials), Finding.Token),
        .. AssertionOfA(),
        Attack(Credentials.Assertion, Resources.Token, "for B's issuer, signed with A's key", "RFC 7523 §3(9): the signature is the client's",
            field => field.TokenAsync(field.B, Caller.Assertion(field.A.AssertionFor(field.B.Issuer)), Battlefield.ClientCredentials), Finding.Token),
        Attack(Credentials.Assertion, Resources.Token, "for B's token endpoint, signed with A's key", Audience,
            field => field.TokenAsync(field.B, Caller.Assertion(field.A.AssertionFor(field.B.TokenUrl)), Battlefield.ClientCredentials), Finding.Token),
        Attack(Credentials.ClientSecret, Resources.Par, "A's at B", "RFC 9126 §2", field => Armory.PushAsync(field, field.B, field.A.AsWeb), Finding.Success),
        Attack(Credentials.ClientSecret, Resources.Device, "A's at B", "RFC 8628 §3.1", field => Armory.AskForDeviceAsync(field, field.B, field.A.AsWeb), Finding.Success),
        Attack(Credentials.ClientSecret, Resources.Ssf, "A's at B", "RFC 8936 §2", field => Armory.PollSignalsAsync(field, field.B, field.A.AsApi), Finding.Success),
    ];

    /// <summary>One and the same assertion: refused at B, it must still be good at A, where it belongs.</summary>
    private static IEnumerable<Trial> AssertionOfA()
    {
        const string kept = "client assertion for A";
        yield return Attack(Credentials.Assertion, Resources.Token, "A's, for A's issuer, at B", Audience, field =>
        {
            field.A.Keep(kept, field.A.AssertionFor(field.A.Issuer));
            return field.TokenAsync(field.B, Caller.Assertion(field.A.Show(kept)), Battlefield.ClientCredentials);
        }, Finding.Token);
        yield return Afterwards(Credentials.Assertion, Resources.Token, "A's at A: the one that B refused",
            field => field.TokenAsync(field.A, Caller.Assertion(field.A.Show(kept)), Battlefield.ClientCredentials), answer => answer.IsSuccess);
    }
}
