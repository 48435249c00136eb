using Argus.Authority.Grains;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Server.Admin.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Users;

/// <summary>A tenant's built-in accounts: who they are, and whether they may sign in.</summary>
internal sealed class UserEndpoints(TenantDirectory directory, Aggregates aggregates, Provisioned provisioned)
{
    public void Map(RouteGroupBuilder root)
    {
        var users = root.MapGroup("/tenants/{tenant}/users").WithTags("Users");
        users.MapGet("", List).WithMetadata(AdminScope.Audit).WithSummary("Lists a tenant's users by name.");
        users.MapGet("/{user}", Show).WithMetadata(AdminScope.Audit).WithSummary("Shows a user.");
        users.MapPut("/{user}", DescribeAsync).WithMetadata(AdminScope.Admin).Accepts<DescribedUser>("application/json")
            .WithSummary("Makes a user be as described: a user of the provisioning document.");
        users.MapDelete("/{user}", RemoveAsync).WithMetadata(AdminScope.Admin)
            .WithSummary("Removes a user. Whoever gets the name next is another subject.");
        users.MapPost("/{user}/disable", (HttpContext http, string tenant, string user) => CommandAsync(http, tenant, UserDecider.Disable))
            .WithMetadata(AdminScope.Admin).WithSummary("Lets a user sign in no more, from this moment on.");
        users.MapPost("/{user}/enable", (HttpContext http, string tenant, string user) => CommandAsync(http, tenant, UserDecider.Enable))
            .WithMetadata(AdminScope.Admin).WithSummary("Lets a user sign in again.");
    }

    private Results<Ok<Page<UserResource>>, ProblemHttpResult> List(string tenant, string? after, int? limit)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        return Paging.Of(view.Users, user => user.Username.Value, after, limit) is var (users, next)
            ? TypedResults.Ok(new Page<UserResource>([.. users.Select(UserResource.Of)], next))
            : Paging.Impossible();
    }

    private Results<Ok<UserResource>, ProblemHttpResult> Show(HttpContext http, string tenant, string user) => Shown(http, tenant);

    private async Task<Results<Ok<UserResource>, ProblemHttpResult>> DescribeAsync(HttpContext http, string tenant, string user)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!Username.TryParse(AdminTarget.UserOf(http), out var name))
            return Problem.Invalid("A user's name is 1 to 128 characters in NFC, none of them control or format characters, without white space at the ends.");
        return await provisioned.ApplyAsync(http, json => ProvisioningReader.ReadUser(json, view.Id, name)).ConfigureAwait(false) is { } problem
            ? problem
            : Shown(http, tenant);
    }

    private async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(HttpContext http, string tenant, string user) =>
        await ExecuteAsync(http, tenant, UserDecider.Remove).ConfigureAwait(false) is { } problem ? problem : TypedResults.NoContent();

    private async Task<Results<Ok<UserResource>, ProblemHttpResult>> CommandAsync(
        HttpContext http, string tenant, Func<UserState, Decision<IUserEvent>> decide) =>
        await ExecuteAsync(http, tenant, decide).ConfigureAwait(false) is { } problem ? problem : Shown(http, tenant);

    private async Task<ProblemHttpResult?> ExecuteAsync(HttpContext http, string tenant, Func<UserState, Decision<IUserEvent>> decide) =>
        NamedUser.Find(directory, http, tenant) is var (view, user)
            ? await provisioned.ExecuteAsync(http, aggregates.Users, view.Id, UserState.StreamOf(user.Username), decide).ConfigureAwait(false)
            : NamedUser.Unknown();

    private Results<Ok<UserResource>, ProblemHttpResult> Shown(HttpContext http, string tenant) =>
        NamedUser.Find(directory, http, tenant) is var (_, user) ? TypedResults.Ok(UserResource.Of(user)) : NamedUser.Unknown();
}
