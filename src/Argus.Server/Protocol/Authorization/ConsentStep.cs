using Argus.Authority.Authorization;
using Argus.Authority.PersonalData;
using Argus.Authority.Sessions;
using Argus.Domain.Consents;
using Argus.Server.Pages;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Authorization;

/// <summary>The step in which the user allows what the client asks for, or does not.</summary>
internal sealed class ConsentStep(Consents consents, UserPeople people, FormGuard guard)
{
    /// <summary>What must be asked; null if nothing must.</summary>
    public async ValueTask<ConsentState?> MustAskAsync(TenantRequest request, AuthorizationRequest asked, BrowserSession session) =>
        // Who is asked again is asked for everything.
        asked.Prompt.Consent ? ConsentState.Initial : await consents.FindInsufficientAsync(request.Tenant, session.State.Subject, asked).ConfigureAwait(false);

    /// <param name="request">The request.</param>
    /// <param name="arrived">Where the form goes.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="session">Whose consent it is.</param>
    /// <param name="known">What need not be asked.</param>
    public async Task ShowAsync(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked, BrowserSession session, ConsentState known)
    {
        var account = await people.NameAsync(request.Tenant, session.State.Subject).ConfigureAwait(false) ?? "";
        var page = new ConsentPage(
            request.Tenant.State.DisplayName, asked.Return.ClientName, account, arrived.Url, guard.TokenFor(request, Binding(asked, session)), ScopeTexts.Of(request.Tenant, asked.Access, known));
        await PageAnswer.WriteAsync(request.Http, StatusCodes.Status200OK, page, [FormTarget.Of(new Uri(asked.Return.RedirectUri))]).ConfigureAwait(false);
    }

    /// <summary>Whether the form came from the page that this session was shown for this request.</summary>
    public bool IsOwnForm(TenantRequest request, ArrivedRequest arrived, AuthorizationRequest asked, BrowserSession session) =>
        guard.Holds(request, arrived.Posted!, Binding(asked, session));

    private static string Binding(AuthorizationRequest asked, BrowserSession session) => $"{session.Id}/{asked.Digest}";
}
