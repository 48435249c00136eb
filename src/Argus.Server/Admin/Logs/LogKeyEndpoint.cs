using Argus.Authority;
using Argus.Authority.Checkpoints;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Log;

namespace Argus.Server.Admin.Logs;

/// <summary>The rotation of the key that signs a tenant's checkpoints. What there is of keys is public: <c>{issuer}/log/keys</c>.</summary>
internal sealed class LogKeyEndpoint(TenantDirectory directory, LogKeyring keyring, CheckpointRounds checkpoints, AuthorityOptions options, ILogger<LogKeyEndpoint> logger) : IAdminEndpoint
{
    public void Map(RouteGroupBuilder root) => root.MapPost("/tenants/{tenant}/log/keys/rotate", RotateAsync).WithTags("Log").WithMetadata(AdminScope.Operate)
        .Produces<string>(StatusCodes.Status200OK, "application/json").ProducesProblem(StatusCodes.Status409Conflict)
        .WithSummary("Lets a new key sign the log's checkpoints from now on, and destroys the private half of the old one. Answers with all keys, as {issuer}/log/keys does.");

    private async Task<IResult> RotateAsync(HttpContext http, string tenant)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();

        // The old key covers all that came before, the new one itself: there is no gap that none has signed.
        await TrySignAsync(view).ConfigureAwait(false);
        if (await keyring.RotateAsync(view, AdminCaller.OriginOf(http)).ConfigureAwait(false) is { } refusal)
            return Problem.Of(refusal);
        await TrySignAsync(view).ConfigureAwait(false);
        return TypedResults.Bytes(view.LogKeys.Json, "application/json");
    }

    /// <summary>A head that is not signed now is signed later; it does not keep a key from being replaced.</summary>
    private async Task TrySignAsync(TenantView view)
    {
        try
        {
            await checkpoints.NowAsync(view.Id, options.AppendTimeout).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException)
        {
            Protocol.Shared.RequestLog.Unavailable(logger, view.Id.Value, e.Message);
        }
    }
}
