using System.Text.Json;
using Argus.ResourceServer;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Shows how far a migration has come.</summary>
public static class ArgusMigrationEndpoint
{
    /// <summary>
    /// Answers GET with <see cref="ArgusMigration"/> as JSON. Needs an authenticated caller unless told otherwise, for it names the API's clients: add the policy
    /// that operators have.
    /// </summary>
    public static IEndpointConventionBuilder MapArgusMigration(this IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapGet(path, static http => WriteAsync(http, http.RequestServices.GetRequiredService<ArgusMigration>())).RequireAuthorization();

    private static async Task WriteAsync(HttpContext http, ArgusMigration migration)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("since"u8, migration.Since);
        json.WriteNumber("refused"u8, migration.RefusedCount);
        json.WriteNumber("refused_after_end"u8, migration.RefusedAfterEndCount);
        json.WriteStartArray("legacy"u8);
        foreach (var use in migration.Uses())
        {
            json.WriteStartObject();
            json.WriteString("issuer"u8, use.Issuer);
            json.WriteString("client"u8, use.Client);
            json.WriteNumber("count"u8, use.Count);
            json.WriteString("first_seen"u8, use.FirstSeen);
            json.WriteString("last_seen"u8, use.LastSeen);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
