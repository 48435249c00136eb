using System.Text;
using Argus.Cli.Connecting;
using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>A's tokens at the Admin API, which takes those of the system tenant alone; among them one for its resource, with its scope.</summary>
internal static class AdminAttacks
{
    private const string Source = "RFC 9068 §4, CWE-863: the issuer decides, not a name";

    private static readonly string[] Shown = [Credentials.ServiceToken, Credentials.UserToken, Credentials.IdToken, Credentials.Feed];

    public static IEnumerable<Trial> All() =>
    [
        Afterwards(Credentials.AdminToken, Resources.Admin, "the operator's, GET tenant B",
            field => field.Admin.GetAsync($"/tenants/{field.B.Name}", CancellationToken.None), answer => answer.IsSuccess),
        .. Shown.Select(credential => Attack(credential, Resources.Admin, "A's, GET tenant B", Source, field => ReadAsync(field, field.A.Show(credential)), Finding.Success)),
        new Trial(Credentials.AdminToken, Resources.Admin, "A's, for A's resource of that name, GET tenant B", Source, ClaimAsync),
        Attack(Credentials.AdminToken, Resources.Admin, "A's, PUT user mallory into B", Source, field => WriteAsync(field, field.A.Show(Credentials.AdminToken)), Finding.Success),
        Attack(Credentials.ForgedToken, Resources.Admin, "says system, under A's kid", "RFC 8725 §2.1, CWE-347", field => ReadAsync(field, Forgery.ForAdmin(field)), Finding.Success),
        Attack(Credentials.ClientSecret, Resources.Admin, "A's client at the system tenant", "RFC 6749 §2.3.1",
            field => field.Wire.PostAsync($"{field.Root}/t/system/oauth/token", field.A.ByBasic, [.. Battlefield.ClientCredentials, ("resource", $"{field.Root}/admin")]), Finding.Token),
    ];

    /// <summary>Whoever administers A may name a resource of A's as they like, if Argus lets them. That its tokens are none for the Admin API must hold all the same.</summary>
    private static async Task<Finding> ClaimAsync(Battlefield field)
    {
        var claimed = await Throwaway.ClaimAdminAsync(field.Admin, field.A, field.Root).ConfigureAwait(false);
        var caller = Caller.Basic(field.A.OwnClient, field.A.ServiceSecret);
        var answer = await field.TokenAsync(field.A, caller, [.. Battlefield.ClientCredentials, ("resource", $"{field.Root}/admin"), ("scope", "argus.admin")]).ConfigureAwait(false);
        if (answer.Text("access_token") is not { } token)
            return new Finding(answer.IsSuccess || claimed.IsSuccess ? Verdict.CannotTell : Verdict.Refused, answer.Status, "A gets no such token");
        field.A.Keep(Credentials.AdminToken, token);
        return Finding.Success(await ReadAsync(field, token).ConfigureAwait(false));
    }

    private static Task<Answer> ReadAsync(Battlefield field, string token) => field.Wire.GetAsync($"{field.Root}/admin/v1/tenants/{field.B.Name}", ("Authorization", $"Bearer {token}"));

    private static Task<Answer> WriteAsync(Battlefield field, string token) => field.Wire.SendAsync(
        HttpMethod.Put,
        $"{field.Root}/admin/v1/tenants/{field.B.Name}/users/mallory",
        new StringContent("""{"password":"correct horse battery staple"}""", Encoding.UTF8, "application/json"),
        ("Authorization", $"Bearer {token}"));
}
