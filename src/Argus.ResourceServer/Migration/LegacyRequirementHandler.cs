using Microsoft.AspNetCore.Authorization;

namespace Argus.ResourceServer.Migration;

/// <summary>What operations ask for holds for legacy tokens too. One with an audience of its own is not for them: they were never made for it.</summary>
internal sealed class LegacyRequirementHandler : AuthorizationHandler<ArgusRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ArgusRequirement requirement)
    {
        var isMet = context.User.Identities.OfType<LegacyIdentity>().FirstOrDefault() is { } caller
            && requirement.Audience is null
            && caller.HasScopes(requirement.Scopes)
            && (requirement.Clients.Count == 0 || requirement.Clients.Contains(caller.Client));
        if (isMet)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
