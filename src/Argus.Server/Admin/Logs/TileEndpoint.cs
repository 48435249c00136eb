using Argus.Authority.Audit;
using Argus.Authority.Checkpoints;
using Argus.Authority.Views;
using Argus.Log;
using Argus.Log.Tiles;

namespace Argus.Server.Admin.Logs;

/// <summary>
/// The tiles of a tenant's log (C2SP tlog-tiles): hashes and entry bundles, up to the latest checkpoint, byte for byte as an export has them. Each has one path.
/// </summary>
internal sealed class TileEndpoint(TenantDirectory directory, CheckpointArchive checkpoints, IEventLog log, ExportRecorder exports) : IAdminEndpoint
{
    // What a full tile holds never changes; a shared cache must not have it, for it is for auditors.
    private const string Forever = "private, max-age=31536000, immutable";

    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/log/tile/{**path}", ReadAsync).WithTags("Log").WithMetadata(AdminScope.Audit)
        .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound)
        .WithSummary("A tile of the log's tree, or a bundle of its entries (path entries/…), as C2SP tlog-tiles names and writes them. Whoever takes bundles is on record.");

    private async Task<IResult> ReadAsync(HttpContext http, string tenant, string path)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!TilePath.TryParse($"tile/{path}", out var tile))
            return Unknown();

        // The index comes from the caller: it may be of any size.
        var end = ((Int128)tile.Index * TilePath.FullWidth + tile.Width) << (TilePath.Height * Math.Max(tile.Level, 0));
        if (end > long.MaxValue || !await checkpoints.CoversAsync(view.Id, (long)end).ConfigureAwait(false))
            return Unknown();

        var bytes = await log.Tiles(tenant).ReadAsync(tile, http.RequestAborted).ConfigureAwait(false);
        if (tile.Level == TilePath.Entries)
            await exports.TakeAsync(view.Id, tile.FirstLeaf, (long)end - 1, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        if (tile.IsFull)
            http.Response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static IResult Unknown() => Problem.Of(StatusCodes.Status404NotFound, "tile_unknown", "There is no such tile under the latest checkpoint.");
}
