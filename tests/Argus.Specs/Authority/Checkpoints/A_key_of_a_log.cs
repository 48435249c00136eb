using Argus.Authority.Checkpoints;
using Argus.Authority.Keys;
using Argus.Domain.LogKeys;
using Argus.Log.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority.Checkpoints;

public class A_key_of_a_log
{
    [Fact]
    public async Task is_none_of_the_keys_that_sign_tokens()
    {
        await using var node = await SpecNode.StartAsync();

        var key = Assert.Single(node.Acme.LogKeys.Spans.Keys).Key;

        Assert.Equal(("auth.example/t/acme", 2048), (key.Origin, key.Bits));
        Assert.Null(node.Acme.Keys.Ring.Find(key.Kid));
        Assert.DoesNotContain(key.N, System.Text.Encoding.UTF8.GetString(node.Acme.Keys.Jwks), StringComparison.Ordinal);
        Assert.Null(await node.Keys.FindAsync(node.Acme.Id, key.Kid));
    }

    [Fact]
    public async Task can_be_checked_by_what_is_published()
    {
        await using var node = await SpecNode.StartAsync();
        await node.NowAsync();

        Assert.True(LogKeyHistory.TryParse(node.Acme.LogKeys.Json, out var history));

        Assert.True(SignedNote.TryParse((await node.KeptAsync())[0].Note.Span, out var note));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.All(note.Signatures, signature => Assert.Contains(history.KeysAt(checkpoint.Size), key => key.Verify(note.Text, signature)));
    }

    [Fact]
    public async Task hands_over_and_each_signs_its_part_of_the_log()
    {
        await using var node = await SpecNode.StartAsync();
        await node.NowAsync();
        var first = node.Acme.LogKeys.Spans.Active!.Key;

        Assert.Null(await node.LogKeys.RotateAsync(node.Acme, SpecNode.Origin));
        await node.NowAsync();

        var second = node.Acme.LogKeys.Spans.Active!.Key;
        Assert.NotEqual(first.Kid, second.Kid);
        Assert.Equal(first.Origin, second.Origin);
        Assert.Equal(second.Kid, Assert.Single(node.LogCustody.Kept, kept => kept.Item1 == node.Acme.Id).Item2);
        Assert.Contains(first.Kid, node.LogCustody.Destroyed);
        var kept = await node.KeptAsync();
        Assert.Equal(2, kept.Count);
        Assert.All(await Task.WhenAll(kept.Select(node.IsGoodAsync)), note => Assert.NotEmpty(note.Signatures));
        Assert.Equal([first.Kid], node.Acme.LogKeys.Spans.GoodAt(kept[0].Size).Select(key => key.Key.Kid));
        Assert.Equal([second.Kid], node.Acme.LogKeys.Spans.GoodAt(kept[1].Size).Select(key => key.Key.Kid));
    }

    [Fact]
    public async Task that_another_node_has_retired_signs_nothing_of_what_came_after()
    {
        await using var node = await SpecNode.StartAsync();
        await node.NowAsync();
        await using var other = await node.StartBesideAsync();
        await other.LogKeys.RotateAsync(other.Acme, SpecNode.Origin);

        var signed = Assert.IsType<CheckpointOutcome.Fresh>(await node.NowAsync());

        await node.IsGoodAsync(signed.Latest.Stored);
    }

    [Fact]
    public async Task has_a_name_of_its_own_where_a_host_has_changed_hands()
    {
        await using var node = await SpecNode.StartAsync();
        await node.ApplyAsync("""{"tenants":[{"tenant":"one","hosts":["shared.example"]}]}""");
        await node.ApplyAsync("""{"tenants":[{"tenant":"one","hosts":[]}]}""");
        await node.ApplyAsync("""{"tenants":[{"tenant":"two","hosts":["shared.example"]}]}""");

        Assert.Equal("shared.example", node.Directory.Find("one")!.LogKeys.Spans.Origin);
        Assert.Equal("shared.example/t/two", node.Directory.Find("two")!.LogKeys.Spans.Origin);
    }

    [Fact]
    public async Task is_made_for_a_log_that_is_older_than_logs_keys()
    {
        await using var node = await SpecNode.StartAsync();
        await node.Log.PutAsync("elder", "keys", 0, [.. Domain.Rings.Rotated.Take(3)]);
        await node.RefreshAsync();
        var upkeep = new LogKeyUpkeep(node.LogKeys, node.LogSigners, node.Views, node.Clock, NullLogger<LogKeyUpkeep>.Instance);

        await upkeep.KeepAsync();
        await upkeep.KeepAsync();

        Assert.Equal("auth.example/t/elder", node.Directory.Find("elder")!.LogKeys.Spans.Origin);
        Assert.Single(await node.Log.Events("elder"), recorded => recorded.Event is ILogKeyEvent);
    }

    [Fact]
    public async Task leaves_no_private_half_behind_when_it_is_retired_and_its_node_is_lost()
    {
        await using var node = await SpecNode.StartAsync();
        var intake = new LogKeyIntake(node.Aggregates, new KeyCustodies(node.Custody), node.Custody);
        await intake.MakeAsync(node.Acme.Id, 2048, "auth.example/t/acme", (keys, key) => LogKeysDecider.Rotate(keys, key, node.Clock.GetUtcNow()), SpecNode.Origin);
        await intake.MakeAsync(node.Acme.Id, 2048, "auth.example/t/acme", (keys, key) => LogKeysDecider.Rotate(keys, key, node.Clock.GetUtcNow()), SpecNode.Origin);
        await node.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(2, node.Custody.Kept.Count(kept => node.Acme.LogKeys.Spans.Keys.Any(key => key.Key.Kid == kept.Item2)));

        await node.PrivateHalves.CheckAsync(node.Views, SpecNode.Origin);

        Assert.Equal(node.Acme.LogKeys.Spans.Active!.Key.Kid, Assert.Single(node.Custody.Kept, kept => node.Acme.LogKeys.Spans.Keys.Any(key => key.Key.Kid == kept.Item2)).Item2);
    }

    [Fact]
    public async Task cannot_become_a_key_of_tokens()
    {
        await using var node = await SpecNode.StartAsync();
        node.Custody.TakesImports = true;
        var copy = await PrivateHalfAsync(node);

        var (_, refusal) = await node.KeyRings.ImportAsync(node.Acme, copy, SpecNode.Origin);

        Assert.Equal("key_shared", refusal!.Code);
    }

    private static async Task<System.Security.Cryptography.RSA> PrivateHalfAsync(SpecNode node)
    {
        var custody = new SpecCustody(firstKey: SpecNode.FirstLogKey);
        var made = await custody.CreateAsync(node.Acme.Id, 2048, default);
        Assert.Equal(node.Acme.LogKeys.Spans.Active!.Key.N, made.PublicKey.N);

        // The specs share it: it is not disposed of.
        return SpecCustody.Of(SpecNode.FirstLogKey);
    }
}
