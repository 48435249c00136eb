using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Jose.PrivateKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Keys;

/// <summary>Takes over an RSA key that was made elsewhere. One that is refused is put on record, whatever it is refused for.</summary>
internal sealed class KeyImportEndpoint(TenantDirectory directory, KeyRings rings) : IAdminEndpoint, IDisposable
{
    /// <summary>The checks of a key take up to seconds of a core: one key at a time.</summary>
    private readonly SemaphoreSlim _checking = new(1);

    public void Map(RouteGroupBuilder root) => root.MapPost("/tenants/{tenant}/keys/import", ImportAsync).WithMetadata(AdminScope.Operate).WithTags("Keys")
        .WithSummary("Imports an RSA private key, PEM (PKCS#1, PKCS#8) or JWK: published at once, and the next to sign.");

    public void Dispose() => _checking.Dispose();

    private async Task<Results<Created<KeyResource>, ProblemHttpResult>> ImportAsync(HttpContext http, string tenant, ImportKeyRequest request)
    {
        if (directory.Find(tenant) is not { } view)
            return Problem.UnknownTenant();
        if (request.Pem is null == request.Jwk is null)
            return Problem.Invalid("Either pem or jwk is needed, and not both.");

        var origin = AdminCaller.OriginOf(http);
        var (key, fault) = await CheckAsync(request, http.RequestAborted).ConfigureAwait(false);
        using (key)
        {
            if (key is null)
            {
                await rings.RefuseImportAsync(view, fault.Code(), null, origin).ConfigureAwait(false);
                return Problem.Of(StatusCodes.Status422UnprocessableEntity, fault.Code(), "The key is not one that Argus signs with; the refusal is on record.");
            }

            return await TakeOverAsync(view, key, origin).ConfigureAwait(false);
        }
    }

    private async Task<Results<Created<KeyResource>, ProblemHttpResult>> TakeOverAsync(TenantView tenant, RSA key, Origin origin)
    {
        try
        {
            var (kid, refusal) = await rings.ImportAsync(tenant, key, origin).ConfigureAwait(false);
            return refusal is not null ? Problem.Of(refusal) : TypedResults.Created((string?)null, KeyResource.Of(tenant.Keys.Ring.Find(kid)!));
        }
        catch (ImportNotPossibleException e)
        {
            await rings.RefuseImportAsync(tenant, "import_not_possible", null, origin).ConfigureAwait(false);
            return Problem.Of(StatusCodes.Status409Conflict, "import_not_possible", e.Message);
        }
    }

    private async Task<(RSA? Key, PrivateKeyFault Fault)> CheckAsync(ImportKeyRequest request, CancellationToken cancellation)
    {
        await _checking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(request), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _checking.Release();
        }
    }

    private static (RSA?, PrivateKeyFault) Read(ImportKeyRequest request)
    {
        var isRead = request.Pem is { } pem
            ? ImportedKey.TryReadPem(pem, out var key, out var fault)
            : ImportedKey.TryReadJwk(Encoding.UTF8.GetBytes(request.Jwk!.Value.GetRawText()), out key, out fault);
        return (isRead ? key : null, fault);
    }
}

/// <summary>A key to import: one of the two.</summary>
/// <param name="Pem">One PEM block (RFC 7468), PKCS#1 or PKCS#8, not encrypted.</param>
/// <param name="Jwk">A private RSA JWK (RFC 7518 §6.3.2).</param>
internal sealed record ImportKeyRequest(string? Pem = null, JsonElement? Jwk = null);
