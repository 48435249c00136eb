using System.Text.Json;
using Argus.Cli.Connecting;
using static Argus.Cli.Attacks.Tables.Trials;

namespace Argus.Cli.Attacks.Tables;

/// <summary>A sign-in that A handed to its host application, answered or brought back as B's. Last: from here on nobody signs in by password.</summary>
internal static class HandoffAttacks
{
    private const string Source = "RFC 6819 §4.4.1.13, docs/sign-in-handoff.md";
    private const string Challenge = "login_challenge";
    private const string Return = "login_verifier";

    public static IEnumerable<Trial> All() =>
    [
        Attack(Credentials.Handoff, Resources.Handoff, "A's challenge, answered as B's", Source, async field =>
        {
            var browser = field.Browsers[field.A] = field.NewBrowser();
            foreach (var side in new[] { field.A, field.B })
                await Throwaway.HandOffSignInsAsync(field.Admin, side).ConfigureAwait(false);
            var left = await browser.GetAsync(Battlefield.AuthorizeUrl(field.A, field.A)).ConfigureAwait(false);
            field.A.Keep(Challenge, left.InLocation(Challenge) ?? throw new MissingCredential(Challenge));
            return await AcceptAsync(field, field.B).ConfigureAwait(false);
        }, Finding.Success),
        Attack(Credentials.Handoff, Resources.Handoff, "A's answer, brought to B", Source, async field =>
        {
            var accepted = await AcceptAsync(field, field.A).ConfigureAwait(false);
            field.A.Keep(Return, accepted.Text("redirect_to") ?? throw new MissingCredential(Return));
            return await BringAsync(field, name => name.Replace(field.A.Name, field.B.Name, StringComparison.Ordinal)).ConfigureAwait(false);
        }, GoesOn),
        Attack(Credentials.Handoff, Resources.Handoff, "A's answer, brought to B with A's cookie as it is", Source, field => BringAsync(field, name => name), GoesOn),
        Afterwards(Credentials.Handoff, Resources.Handoff, "A's answer, brought to A", field => field.BrowserOf(field.A).WalkAsync(field.A.Show(Return), null), answer => answer.Code() is not null),
    ];

    private static Task<Answer> BringAsync(Battlefield field, Func<string, string> rename) =>
        field.BrowserOf(field.A).Copy(rename).GetAsync(field.A.Show(Return).Replace(field.A.Name, field.B.Name, StringComparison.Ordinal));

    /// <summary>Who is signed in goes on to where they were.</summary>
    private static Finding GoesOn(Answer answer) => Finding.Attack(answer, answer.Headers?.Location is not null);

    private static async Task<Answer> AcceptAsync(Battlefield field, Side at)
    {
        var who = JsonSerializer.SerializeToElement(new { username = Side.User });
        var path = $"/tenants/{at.Name}/sign-ins/{Uri.EscapeDataString(field.A.Show(Challenge))}/accept";
        return await field.Admin.PostAsync(path, who, CancellationToken.None).ConfigureAwait(false);
    }
}
