using Argus.Authority;
using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Server.Protocol.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.SignIns;

/// <summary>What a host application that has its own login says to the sign-ins that were handed to it. The challenge is a secret of the browser and the application.</summary>
internal sealed class SignInEndpoints(TenantDirectory directory, Handoffs handoffs, HandoffUsers users, Issuers issuers) : IAdminEndpoint
{
    /// <summary>What a host application that says nothing of it is taken to know: that there was somebody.</summary>
    private const string LeastLevel = "0";

    private const string Elsewhere = "ext";

    public void Map(RouteGroupBuilder root)
    {
        var signIns = root.MapGroup("/tenants/{tenant}/sign-ins/{challenge}").WithTags("Sign-ins");
        signIns.MapGet("", ShowAsync).WithMetadata(AdminScope.Operate).WithSummary("Shows what a sign-in that was handed to the host application asks.");
        signIns.MapPost("/accept", AcceptAsync).WithMetadata(AdminScope.Operate)
            .WithSummary("Says who the user is. A name that is not there yet is registered if claims come with it.");
        signIns.MapPost("/reject", RejectAsync).WithMetadata(AdminScope.Operate).WithSummary("Says that nobody signs in.");
    }

    private async Task<Results<Ok<SignInResource>, ProblemHttpResult>> ShowAsync(string tenant, string challenge)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        var (asked, refusal) = await handoffs.FindAsync(view, challenge).ConfigureAwait(false);
        return asked is null ? Problem.Of(refusal!) : TypedResults.Ok(SignInResource.Of(view, asked));
    }

    private async Task<Results<Ok<AnsweredSignIn>, ProblemHttpResult>> AcceptAsync(HttpContext http, string tenant, string challenge, AcceptSignIn body)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();

        // First the challenge: a wrong one registers nobody.
        var origin = AdminCaller.OriginOf(http);
        if (body.Fault() is { } fault)
            return Problem.Invalid(fault);
        if ((await handoffs.FindAsync(view, challenge).ConfigureAwait(false)).Refusal is { } gone)
            return Problem.Of(gone);

        var (user, refusal) = Username.TryParse(body.Username, out var name)
            ? await users.FindAsync(view, name, body.UserClaims(), origin).ConfigureAwait(false)
            : HandoffUsers.Find(view, SubjectId.TryParse(body.Subject, out var subject) ? subject : default);
        if (user is null)
            return Problem.Of(refusal!);
        var amr = NameSet.Of(body.Amr ?? [Elsewhere]);
        return Answered(view, await handoffs.AcceptAsync(view, challenge, user.Subject, body.Acr ?? LeastLevel, amr, origin).ConfigureAwait(false));
    }

    private async Task<Results<Ok<AnsweredSignIn>, ProblemHttpResult>> RejectAsync(HttpContext http, string tenant, string challenge, RejectSignIn body) =>
        directory.Find(tenant) is { State.Exists: true } view
            ? Answered(view, await handoffs.RejectAsync(view, challenge, body.Reason, AdminCaller.OriginOf(http)).ConfigureAwait(false))
            : Problem.UnknownTenant();

    private Results<Ok<AnsweredSignIn>, ProblemHttpResult> Answered(TenantView tenant, (HandoffSecret? Verifier, Refusal? Refusal) answer) => answer.Verifier is { } verifier
        ? TypedResults.Ok(new AnsweredSignIn($"{issuers.Of(tenant)}{HandoffEndpoint.Path}?login_verifier={verifier.Text}"))
        : Problem.Of(answer.Refusal!);
}
