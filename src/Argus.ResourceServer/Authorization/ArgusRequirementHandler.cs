using Microsoft.AspNetCore.Authorization;

namespace Argus.ResourceServer.Authorization;

/// <summary>
/// Holds a caller that was let in to the requirements of policies. For endpoints the scheme has looked at them already, for the answer's sake; this is what holds
/// when a policy is used by hand, or authentication ran before the endpoint was known.
/// </summary>
internal sealed class ArgusRequirementHandler : AuthorizationHandler<ArgusRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ArgusRequirement requirement)
    {
        if (context.User.FindArgusCaller() is { } caller)
        {
            // The scheme has seen to the audience of operations that ask for none of their own.
            var demand = new OperationDemand(caller.Token.Audiences, [], [requirement]);
            if (demand.AdmitsAudience(caller.Token) && demand.AdmitsCaller(caller.Token) && demand.AdmitsScopes(caller.Token)) context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
