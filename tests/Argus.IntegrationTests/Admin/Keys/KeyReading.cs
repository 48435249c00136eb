using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Npgsql;

namespace Argus.IntegrationTests.Admin.Keys;

/// <summary>Keys as the Admin API lists them.</summary>
internal static class KeyReading
{
    public static IReadOnlyList<JsonElement> Items(this Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];

    public static string State(this JsonElement key) => key.GetProperty("state").GetString()!;

    public static string Kid(this JsonElement key) => key.GetProperty("kid").GetString()!;

    /// <summary>NumericDate seconds.</summary>
    public static long Time(this JsonElement key, string member) => key.GetProperty(member).GetDateTimeOffset().ToUnixTimeSeconds();

    public static async Task<IReadOnlyList<JsonElement>> KeysAsync(this AdminApi admin, string tenant)
    {
        var reply = await admin.GetAsync($"/tenants/{tenant}/keys");
        Assert.True(reply.Status == 200, reply.ToString());
        return reply.Items();
    }

    /// <summary>The one key in a state, or null.</summary>
    public static async Task<string?> KidAsync(this AdminApi admin, string tenant, string state)
    {
        var keys = (await admin.KeysAsync(tenant)).Where(key => key.State() == state).ToArray();
        Assert.True(keys.Length < 2 || state is not ("active" or "pending"), $"{keys.Length} keys are {state}");
        return keys.Select(key => key.Kid()).FirstOrDefault();
    }

    /// <summary>Makes the next key sign now, and waits for it to be another second, so that it can be done again.</summary>
    public static async Task<Reply> ForceAsync(this AdminApi admin, string tenant)
    {
        while (true)
        {
            var reply = await admin.PostAsync($"/tenants/{tenant}/keys/rotate", "{\"force\":true}");
            if (reply.Status != 409)
                return reply;
            reply.IsProblem(409, "rotated_just_now");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A condition on private_keys, as <c>p</c>: not the key of a log.</summary>
    public const string SignsTokens =
        """
        not exists (select from argus.events e join argus.logs l using (log_id)
            where l.tenant = p.tenant and convert_from(e.entry, 'UTF8') like '%"type":"log_key.activated"%' and convert_from(e.entry, 'UTF8') like '%' || p.kid || '%')
        """;

    /// <summary>The kids of token keys whose private half is stored, for a tenant.</summary>
    public static async Task<IReadOnlyList<string>> StoredAsync(string database, string tenant)
    {
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await using var command = owner.CreateCommand(
            $"select kid from argus.private_keys p where tenant = $1 and {SignsTokens}");
        command.Parameters.Add(new() { Value = tenant });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var kids = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            kids.Add(reader.GetString(0));
        return kids;
    }
}
