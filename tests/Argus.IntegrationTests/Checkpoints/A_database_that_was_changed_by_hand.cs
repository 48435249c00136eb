using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Checkpoints;

public sealed class A_database_that_was_changed_by_hand(TestPostgres postgres) : IAsyncLifetime
{
    private const string OfAcme = "log_id = (select log_id from argus.logs where tenant = 'acme')";

    private LogNode _log = null!;

    public async ValueTask InitializeAsync()
    {
        _log = await LogNode.StartAsync(postgres);
        await _log.IssueAsync();
        await _log.CoveredAsync();
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Theory]
    [InlineData($"update argus.events set entry = overlay(entry placing '\\x41'::bytea from 20) where {OfAcme} and position = 3", "entries_differ")]
    [InlineData($"update argus.logs set frontier = overlay(frontier placing '\\x0000'::bytea from 1) where {OfAcme}", "entries_differ")]
    [InlineData($"delete from argus.events where {OfAcme} and position = 3", "entries_differ")]
    [InlineData($"update argus.checkpoints set note = overlay(note placing '\\x41'::bytea from 30) where {OfAcme}", "signature_bad")]
    public async Task gets_no_signature_any_more_and_everybody_is_told(string sql, string reason)
    {
        Assert.True(await _log.BySuperuserAsync(sql) > 0);
        var size = (await _log.Node.Events.ReadHeadAsync(LogNode.Tenant, TestContext.Current.CancellationToken)).Size;

        await _log.IssueAsync();
        await Eventually.Holds("refused", TimeSpan.FromSeconds(60), async () => (await _log.GetAsync("checkpoint")).Header("Argus-Checkpoint-Refused") == reason);

        // Tokens do not wait for auditors.
        await _log.IssueAsync();
        var list = (await _log.GetAsync("checkpoints")).Json;
        Assert.Equal(reason, list.GetProperty("refused").GetProperty("reason").GetString());
        if (reason != "signature_bad")
            Assert.InRange(await SizeAsync(), 1, size);
        var ready = await _log.Node.GetAsync("/health/ready");
        Assert.Equal((200, "ready"), (ready.Status, ready.Member("status")));
        Assert.Contains(reason, ready.Json.GetProperty("warnings")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(_log.Node.Log.Lines, line => line.Contains("NOT signed", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        var position = (await _log.Node.Events.ReadHeadAsync(LogNode.Tenant, TestContext.Current.CancellationToken)).Size - 1;
        if (reason != "signature_bad")
            (await _log.GetAsync($"proof?position={position}")).IsProblem(409, "checkpoint_refused");
    }

    [Fact]
    public async Task is_on_record_once_however_often_it_is_looked_at()
    {
        await _log.BySuperuserAsync($"update argus.events set entry = overlay(entry placing '\\x41'::bytea from 20) where {OfAcme} and position = 3");
        for (var i = 0; i < 3; i++)
        {
            await _log.IssueAsync();
            await Eventually.Holds("refused", TimeSpan.FromSeconds(60), async () => (await _log.GetAsync("checkpoint")).Header("Argus-Checkpoint-Refused") is not null);
        }

        Assert.Single(await _log.Node.Events.ReadStreamAsync(LogNode.Tenant, $"checkpoint-refusal:entries_differ:{await SizeAsync()}", 0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task proves_no_entry_that_is_another_now()
    {
        var size = await SizeAsync();
        await _log.BySuperuserAsync($"update argus.events set entry = overlay(entry placing '\\x41'::bytea from 20) where {OfAcme} and position = 3");

        (await _log.GetAsync($"proof?position=3&size={size}")).IsProblem(409, "entry_changed");
    }

    private async Task<long> SizeAsync() => (await _log.ReadAsync((await _log.GetAsync("checkpoint")).Text)).Checkpoint.Size;
}
