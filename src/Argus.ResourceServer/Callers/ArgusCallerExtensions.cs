using System.Security.Claims;
using Argus.ResourceServer.Callers;
using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer;

/// <summary>Finds the caller of a request.</summary>
public static class ArgusCallerExtensions
{
    /// <summary>The caller of an operation that is protected.</summary>
    /// <exception cref="InvalidOperationException">Nobody was let in by Argus: the operation is not protected.</exception>
    public static ArgusCaller GetArgusCaller(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.User.GetArgusCaller();
    }

    /// <exception cref="InvalidOperationException">The principal has no identity from Argus.</exception>
    public static ArgusCaller GetArgusCaller(this ClaimsPrincipal principal) =>
        principal.FindArgusCaller() ?? throw new InvalidOperationException("The request has no caller from Argus: protect the operation with RequireAuthorization or RequireArgus.");

    /// <summary>Null if the principal has no identity from Argus.</summary>
    public static ArgusCaller? FindArgusCaller(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        foreach (var identity in principal.Identities)
        {
            if (identity is ArgusIdentity argus) return argus.Caller;
        }

        return null;
    }
}
