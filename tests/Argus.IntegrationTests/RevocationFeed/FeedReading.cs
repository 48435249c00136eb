using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.RevocationFeed;

/// <summary>Reads what the feed says.</summary>
internal static class FeedReading
{
    public static Task<Reply> FeedAsync(this TestNode node, string tenant, string query = "") => node.GetAsync($"{tenant}/revocations{query}");

    /// <summary>The claims; their signature is looked at elsewhere.</summary>
    public static JsonElement Feed(this Reply reply)
    {
        Assert.True(reply.Status == 200, reply.ToString());
        Assert.Equal("application/revocations+jwt", reply.Header("Content-Type"));
        reply.IsNotStored();
        return new Compact(reply.Text).Payload;
    }

    public static long Epoch(this JsonElement claims) => claims.GetProperty("epoch").GetInt64();

    public static string Kind(this JsonElement claims) => claims.GetProperty("kind").GetString()!;

    public static string Items(this JsonElement claims) => claims.GetProperty("items").GetRawText();
}
