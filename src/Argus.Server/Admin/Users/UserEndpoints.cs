using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Server.Admin.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Users;

/// <summary>A tenant's built-in accounts: who they are, and whether they may sign in.</summary>
internal sealed class UserEndpoints(TenantDirectory directory, Aggregates aggregates, Provisioned provisioned, UserPeople people, UserEraser eraser) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root)
    {
        var users = root.MapGroup("/tenants/{tenant}/users").WithTags("Users");
        users.MapGet("", ListAsync).WithMetadata(AdminScope.Audit).WithSummary("Lists a tenant's users in the order in which they were registered.");
        users.MapGet("/{user}", ShowAsync).WithMetadata(AdminScope.Audit).WithSummary("Shows a user.");
        users.MapPut("/{user}", DescribeAsync).WithMetadata(AdminScope.Admin).Accepts<DescribedUser>("application/json")
            .WithSummary("Makes a user be as described: a user of the provisioning document.");
        users.MapDelete("/{user}", RemoveAsync).WithMetadata(AdminScope.Admin)
            .WithSummary("Removes a user. Whoever gets the name next is another subject.");
        users.MapPost("/{user}/disable", (HttpContext http, string tenant, string user) => CommandAsync(http, tenant, UserDecider.Disable))
            .WithMetadata(AdminScope.Admin).WithSummary("Lets a user sign in no more, from this moment on.");
        users.MapPost("/{user}/enable", (HttpContext http, string tenant, string user) => CommandAsync(http, tenant, UserDecider.Enable))
            .WithMetadata(AdminScope.Admin).WithSummary("Lets a user sign in again.");
        users.MapPost("/{user}/erase", EraseAsync).WithMetadata(AdminScope.Admin)
            .WithSummary("Removes a user for good and destroys the key of all that the log says of who they are. Nobody gets the name again.");
    }

    private async Task<Results<Ok<Page<UserResource>>, ProblemHttpResult>> ListAsync(string tenant, string? after, int? limit)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (Paging.Of(view.Users, user => user.Subject.Value, after, limit) is not var (users, next))
            return Paging.Impossible();
        var opened = await people.OpenAsync(view.Id, users).ConfigureAwait(false);
        return TypedResults.Ok(new Page<UserResource>([.. users.Zip(opened, UserResource.Of)], next));
    }

    private Task<Results<Ok<UserResource>, ProblemHttpResult>> ShowAsync(HttpContext http, string tenant, string user) => ShownAsync(http, tenant);

    private async Task<Results<Ok<UserResource>, ProblemHttpResult>> DescribeAsync(HttpContext http, string tenant, string user)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!Username.TryParse(AdminTarget.UserOf(http), out var name))
            return Problem.Invalid("A user's name is 1 to 128 characters in NFC, none of them control or format characters, without white space at the ends.");
        if (view.User(name).Erased)
            return Problem.Of(UserDecider.Erased);
        return await provisioned.ApplyAsync(http, json => ProvisioningReader.ReadUser(json, view.Id, name)).ConfigureAwait(false) is { } problem
            ? problem
            : await ShownAsync(http, tenant).ConfigureAwait(false);
    }

    private async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(HttpContext http, string tenant, string user) =>
        await ExecuteAsync(http, tenant, UserDecider.Remove).ConfigureAwait(false) is { } problem ? problem : TypedResults.NoContent();

    private async Task<Results<Ok<UserResource>, ProblemHttpResult>> CommandAsync(
        HttpContext http, string tenant, Func<UserState, Decision<IUserEvent>> decide) =>
        await ExecuteAsync(http, tenant, decide).ConfigureAwait(false) is { } problem ? problem : await ShownAsync(http, tenant).ConfigureAwait(false);

    private async Task<ProblemHttpResult?> ExecuteAsync(HttpContext http, string tenant, Func<UserState, Decision<IUserEvent>> decide) =>
        NamedUser.Find(directory, http, tenant) is var (view, user)
            ? await provisioned.ExecuteAsync(http, aggregates.Users, view.Id, UserState.StreamOf(NameOf(http)), decide).ConfigureAwait(false)
            : NamedUser.Unknown();

    private static Username NameOf(HttpContext http) =>
        Username.TryParse(AdminTarget.UserOf(http), out var name) ? name : throw new InvalidOperationException("A user was found by what is no name.");

    /// <summary>Also of who was removed, and again of who was erased: that is not known by the view.</summary>
    private async Task<Results<NoContent, ProblemHttpResult>> EraseAsync(HttpContext http, string tenant, string user)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view || !Username.TryParse(AdminTarget.UserOf(http), out var name))
            return NamedUser.Unknown();
        return await eraser.EraseAsync(view, name, AdminCaller.OriginOf(http)).ConfigureAwait(false) is { } refusal
            ? Problem.Of(refusal)
            : TypedResults.NoContent();
    }

    private async Task<Results<Ok<UserResource>, ProblemHttpResult>> ShownAsync(HttpContext http, string tenant) => NamedUser.Find(directory, http, tenant) is var (view, user)
        ? TypedResults.Ok(UserResource.Of(user, await people.OpenAsync(view.Id, user).ConfigureAwait(false)))
        : NamedUser.Unknown();
}
