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
        new Trial(Credentials.AdminToken, Resources.Admin, "A's, for A's resource of that name, GET tenant B, PUT user mallory into B", Source, ClaimAsync),
        Attack(Credentials.ForgedToken, Resources.Admin, "says system, under A's kid", "RFC 8725 §2.1, CWE-347", field => ReadAsync(field, Forgery.ForAdmin(field)), Finding.Success),
        Attack(Credentials.ClientSecret, Resources.Admin, "A's client at the system tenant", "RFC 6749 §2.3.1",
            field => field.Wire.PostAsync($"{field.Root}/t/system/oauth/token", field.A.ByBasic, [.. Battlefield.ClientCredentials, ("resource", $"{field.Root}/admin")]), Finding.Token),
    ];

    /// <summary>Argus does not let A have a resource of that name. If it does, A's tokens for it must be none for the Admin API all the same.</summary>
    private static async Task<Finding> ClaimAsync(Battlefield field)
    {
        var claimed = await Throwaway.ClaimAdminAsync(field.Admin, field.A, field.Root).ConfigureAwait(false);
        var caller = Caller.Basic(field.A.OwnClient, field.A.ServiceSecret);
        var answer = await field.TokenAsync(field.A, caller, [.. Battlefield.ClientCredentials, ("resource", $"{field.Root}/admin"), ("scope", "argus.admin")]).ConfigureAwait(false);
        if (answer.Text("access_token") is not { } token)
            return new Finding(answer.IsSuccess || claimed.IsSuccess ? Verdict.CannotTell : Verdict.Refused, answer.Status, "A gets no such token");
        var read = Finding.Success(await ReadAsync(field, token).ConfigureAwait(false));
        return read.Verdict == Verdict.Refused ? Finding.Success(await WriteAsync(field, token).ConfigureAwait(false)) : read;
    }

    private static Task<Answer> ReadAsync(Battlefield field, string token) => field.Wire.GetAsync($"{field.Root}/admin/v1/tenants/{field.B.Name}", ("Authorization", $"Bearer {token}"));

    private static Task<Answer> WriteAsync(Battlefield field, string token) => field.Wire.SendAsync(
        HttpMethod.Put,
        $"{field.Root}/admin/v1/tenants/{field.B.Name}/users/mallory",
        new StringContent("""{"password":"correct horse battery staple"}""", Encoding.UTF8, "application/json"),
        ("Authorization", $"Bearer {token}"));
}
