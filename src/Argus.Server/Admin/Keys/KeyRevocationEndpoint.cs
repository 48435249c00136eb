using System.Buffers;
using System.Text.Json;
using Argus.Authority.Keys;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;

namespace Argus.Server.Admin.Keys;

/// <summary>Contains a leak: trusts a key no more, and says exactly which tokens, clients and subjects that touches.</summary>
internal sealed class KeyRevocationEndpoint(TenantDirectory directory, KeyRings rings, KeyArchive archive) : IAdminEndpoint
{
    private const int FlushAt = 32 * 1024;

    public void Map(RouteGroupBuilder root) => root.MapPost("/tenants/{tenant}/keys/{kid}/revoke", RevokeAsync)
        .WithMetadata(AdminScope.Operate).WithTags("Keys").Produces<KeyRevocationReport>().ProducesProblem(StatusCodes.Status409Conflict)
        .WithSummary("Revokes a key. A dry run reports what a revocation would touch, and changes nothing.");

    private async Task<IResult> RevokeAsync(HttpContext http, string tenant, string kid, RevokeKeyRequest request)
    {
        if (directory.Find(tenant) is not { } view)
            return Problem.UnknownTenant();
        if (!Kid.TryParse(kid, out var id))
            return Problem.Of(new Refusal("key_unknown", "That is not the thumbprint of a key"));

        var revocation = new KeyRevocation(id, request.CompromisedSince?.ToUnixTimeSeconds(), request.Reason);
        var refusal = rings.CheckRevocation(view, revocation);
        if (refusal is null && !request.DryRun)
            refusal = await rings.RevokeAsync(view, revocation, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        return refusal is not null ? Problem.Of(refusal) : Results.Stream(
            stream => WriteAsync(stream, view, revocation, request.DryRun, http.RequestAborted), "application/json");
    }

    /// <summary>As the log is read: a report may name millions of tokens. Nothing goes out before the log has answered, so that an outage can be told as one.</summary>
    private async Task WriteAsync(Stream stream, TenantView tenant, KeyRevocation revocation, bool dryRun, CancellationToken cancellation)
    {
        var (clients, subjects) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var buffer = new ArrayBufferWriter<byte>(2 * FlushAt);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("kid"u8, revocation.Kid.Value);
        json.WriteString("compromised_since"u8, Rfc3339.Text(revocation.CompromisedSince));
        json.WriteBoolean("dry_run"u8, dryRun);
        json.WriteString("active_kid"u8, tenant.Keys.Active?.Kid.Value);
        json.WriteStartArray("tokens"u8);
        await foreach (var token in archive.TokensOfAsync(tenant.Id, revocation.Kid, revocation.CompromisedSince, cancellation).ConfigureAwait(false))
        {
            json.WriteStringValue(token.Jti.Value);
            clients.Add(token.ClientId.Value);
            subjects.Add(token.Sub);
            if (json.BytesPending > FlushAt)
                await SendAsync().ConfigureAwait(false);
        }

        json.WriteEndArray();
        Write(json, "clients", clients);
        Write(json, "subjects", subjects);
        json.WriteEndObject();
        await SendAsync().ConfigureAwait(false);

        async ValueTask SendAsync()
        {
            json.Flush();
            await stream.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }

    private static void Write(Utf8JsonWriter json, string member, IEnumerable<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}

/// <summary>How to revoke.</summary>
/// <param name="Reason">For the record; 1 to 500 characters.</param>
/// <param name="CompromisedSince">What the log shows as issued before stays good until it expires; without it, nothing that the key signed does.</param>
/// <param name="DryRun">Only reports.</param>
internal sealed record RevokeKeyRequest(string Reason, DateTimeOffset? CompromisedSince = null, bool DryRun = false);

/// <summary>What a revocation touches: of what the log shows as issued, everything that has not expired by itself.</summary>
/// <param name="Kid">The key.</param>
/// <param name="CompromisedSince">From when on it is not trusted; null for never.</param>
/// <param name="DryRun">Whether it only would.</param>
/// <param name="ActiveKid">The key that signs now.</param>
/// <param name="Tokens">The <c>jti</c> of every access token, in the order of their issuance.</param>
/// <param name="Clients">The clients that got them.</param>
/// <param name="Subjects">Their subjects.</param>
internal sealed record KeyRevocationReport(
    string Kid, DateTimeOffset? CompromisedSince, bool DryRun, string? ActiveKid, IReadOnlyList<string> Tokens, IReadOnlyList<string> Clients, IReadOnlyList<string> Subjects);
