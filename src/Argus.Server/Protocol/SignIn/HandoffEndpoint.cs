using Argus.Authority;
using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Domain.Handoffs;
using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn;

/// <summary>Where a browser comes back from the host application. It goes on where it was, signed in; or to the client, with the host application's no.</summary>
internal sealed class HandoffEndpoint(
    Handoffs handoffs, HandoffSignIn handoff, HandoffReturn back, SessionCookie cookie, AuthorizationAnswer answer, FeedFollower views)
    : IEndpoint
{
    public const string Path = "/oauth/sign-in/handoff";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get];

    public async Task HandleAsync(TenantRequest request)
    {
        views.ThrowIfTooOldToIssue();
        var parameters = QueryReader.Read(request, out var malformed);
        await (parameters is not null ? UseAsync(request, parameters.Text("login_verifier")) : answer.ShowAsync(request, malformed!)).ConfigureAwait(false);
    }

    private async Task UseAsync(TenantRequest request, string? verifier)
    {
        var (asked, accepted, refusal) = await handoffs.UseAsync(request.Tenant, verifier, handoff.BrowserOf(request), request.Origin("browser:sign-in")).ConfigureAwait(false);
        await ((accepted, refusal) switch
        {
            (_, { } why) => answer.ShowAsync(request, Refused(why)),
            ({ } user, _) => SignInAsync(request, asked!, user),
            _ => back.RejectAsync(request, asked!),
        }).ConfigureAwait(false);
    }

    private async Task SignInAsync(TenantRequest request, OpenedHandoff asked, HandoffAccepted accepted)
    {
        if (!await IsServedAsync(request.Tenant, accepted.Subject).ConfigureAwait(false))
        {
            await answer.ShowAsync(request, Refused(new Refusal("handoff_user", "The user is not in service"))).ConfigureAwait(false);
            return;
        }

        var current = await cookie.FindAsync(request).ConfigureAwait(false);
        var authentication = new Authentication(accepted.Acr, accepted.Amr, accepted.AuthTime, asked.Asked.Request);
        await cookie.SignInAsync(request, current, accepted.Subject, authentication).ConfigureAwait(false);
        await back.GoOnAsync(request, asked).ConfigureAwait(false);
    }

    /// <summary>Who was registered a moment ago, at another node, may not be known here yet: the page of the feed under way may be too early, the next one is not.</summary>
    private async ValueTask<bool> IsServedAsync(TenantView tenant, SubjectId user)
    {
        for (var looks = 0; looks < 2 && tenant.Subject(user) is null; looks++)
            await views.NextPageAsync().ConfigureAwait(false);
        return tenant.Subject(user) is { Enabled: true };
    }

    /// <summary>One text: which check failed would tell a thief what to try next.</summary>
    private static OAuthRefusal Refused(Refusal refusal) => OAuthRefusal.InvalidRequest(
        refusal.Code, "This sign-in was not begun in this browser, or it was used already, or its time is over.");
}
