using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Checkpoints;

public sealed class A_log_and_its_node(TestPostgres postgres) : IAsyncLifetime
{
    private LogNode _log = null!;

    public async ValueTask InitializeAsync() => _log = await LogNode.StartAsync(postgres);

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task tells_who_took_entries_away_in_few_words()
    {
        await _log.CoveredAsync();
        for (var i = 1; i <= 5; i++)
            Assert.Equal(200, (await _log.GetAsync($"tile/entries/000.p/{i}")).Status);
        var first = Assert.Single(await _log.Node.EntriesAsync(LogNode.Tenant, "audit.entries_exported"));
        Assert.Equal(("""{"bundles":1,"from":0,"to":0}""", "admin:client:argus-admin"), (first.GetProperty("data").GetRawText(), first.GetProperty("actor").GetString()));

        await _log.Node.Service<Argus.Authority.Audit.ExportRecorder>().FlushAsync(all: true);

        Assert.Equal("""{"bundles":4,"from":0,"to":4}""", (await _log.Node.EntriesAsync(LogNode.Tenant, "audit.entries_exported"))[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task hands_over_to_a_new_key_and_both_are_good_for_their_parts()
    {
        await _log.IssueAsync();
        var (before, _) = await _log.CoveredAsync();

        var reply = await _log.Admin.PostAsync("/tenants/acme/log/keys/rotate");

        var keys = reply.Json.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(2, keys.Length);
        var retired = keys[0].GetProperty("retired_position").GetInt64();
        Assert.Equal(retired - 1, keys[1].GetProperty("activated_position").GetInt64());
        var (after, note) = await _log.CoveredAsync();
        Assert.True(after.Size > retired);
        Assert.All(note.Signatures, signature => Assert.NotEqual(keys[0].GetProperty("note_key").GetString()!.Split('+')[1], signature.KeyId.ToString("x8")));
        await _log.ReadAsync((await _log.GetAsync($"checkpoint?size={before.Size}")).Text);
        Assert.Equal(1L, await CountAsync(keys[1].GetProperty("kid").GetString()!));
        Assert.Equal(0L, await CountAsync(keys[0].GetProperty("kid").GetString()!));
    }

    [Fact]
    public async Task is_covered_by_a_checkpoint_when_its_node_has_stopped()
    {
        var second = await LogNode.StartAsync(postgres, period: "3600");
        await second.IssueAsync();
        var size = (await second.Node.Events.ReadHeadAsync(LogNode.Tenant, TestContext.Current.CancellationToken)).Size;
        await second.DisposeAsync();

        await using var source = Npgsql.NpgsqlDataSource.Create(second.Database);
        await using var command = source.CreateCommand("select max(c.size) from argus.checkpoints c join argus.logs using (log_id) where tenant = 'acme'");
        Assert.Equal(size, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private async Task<object?> CountAsync(string kid)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(_log.Database);
        await using var command = source.CreateCommand($"select count(*) from argus.private_keys where kid = '{kid}'");
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
