using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Authority.Audit;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Events;

/// <summary>A tenant's log, entry by entry, for auditors.</summary>
internal sealed class EventEndpoint(TenantDirectory directory, EventReader events) : IAdminEndpoint
{
    private const int Standard = 100;
    private const int Most = 1_000;
    private const int LongestName = 1_024;

    public void Map(RouteGroupBuilder root) => root.MapGet("/tenants/{tenant}/events", ReadAsync).WithTags("Events").WithMetadata(AdminScope.Audit)
        .WithSummary("Reads the tenant's log in its order: all of it, or the events of one type or of one stream. With open=true (argus.operate or argus.admin), each entry has what is sealed in it beside it, as opened. Each reading is an event itself.");

    private async Task<Results<Ok<Page<JsonElement>>, ProblemHttpResult>> ReadAsync(
        HttpContext http, string tenant, string? after, int? limit, string? type, string? stream, bool? open)
    {
        if (directory.Find(tenant) is not { State.Exists: true } view)
            return Problem.UnknownTenant();
        if (!TryPlace(after, out var begin, out var until) || limit is < 1 or > Most)
            return Problem.Invalid($"limit must be from 1 to {Most}, and after a position or what the page before gave as next.");
        if (stream is { Length: 0 or > LongestName } || stream?.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            return Problem.Invalid("stream is not the name of a stream.");
        if (type is not null && !EventCatalog.Types.Any(known => known.Name == type))
            return Problem.Invalid("type is not the name of an event.");

        if (open == true && !AdminCaller.MayOpen(http))
            return Problem.Of(StatusCodes.Status403Forbidden, "insufficient_scope", "What is sealed is opened for argus.operate or argus.admin only.");

        var query = new EventQuery(begin, until, limit ?? Standard, type, stream) { Open = open == true };
        var page = await events.ReadAsync(view.Id, query, AdminCaller.OriginOf(http)).ConfigureAwait(false);
        var next = page.Next is { } position ? string.Create(CultureInfo.InvariantCulture, $"{position}.{page.Until}") : null;
        return TypedResults.Ok(new Page<JsonElement>([.. page.Entries.Select((entry, index) => Shown(entry, page.Opened?[index]))], next));
    }

    /// <summary>The entry as it is, with <c>opened</c> as one more member where something was.</summary>
    private static JsonElement Shown(LogEntry entry, JsonObject? opened)
    {
        if (opened is null)
            return JsonElement.Parse(entry.Bytes.Span);
        var shown = JsonNode.Parse(entry.Bytes.Span)!.AsObject();
        shown["opened"] = opened;
        return JsonSerializer.SerializeToElement(shown);
    }

    /// <summary>A position, or a position and the end that the first page saw.</summary>
    private static bool TryPlace(string? after, out long? begin, out long? until)
    {
        (begin, until) = (null, null);
        if (after is null)
            return true;
        var parts = after.Split('.');
        begin = Position(parts[0]);
        until = parts.Length == 2 ? Position(parts[1]) : null;
        return begin is not null && (parts.Length == 1 || (parts.Length == 2 && until is not null));
    }

    private static long? Position(string text) =>
        text.Length <= 18 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;
}
