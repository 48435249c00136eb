using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;
using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.IntegrationTests.Checkpoints;

public sealed class The_log_of_a_tenant_for_auditors(SharedLogNode shared) : IClassFixture<SharedLogNode>
{
    private readonly LogNode _log = shared.Log;

    [Fact]
    public async Task is_signed_while_it_grows_and_every_checkpoint_is_kept()
    {
        await _log.IssueAsync();
        var (first, _) = await _log.CoveredAsync();
        await _log.IssueAsync();
        var (second, note) = await _log.CoveredAsync();

        Assert.True(second.Size > first.Size);
        Assert.Equal(note.ToString(), (await _log.GetAsync($"checkpoint?size={second.Size}")).Text);
        Assert.Equal("text/plain; charset=utf-8", (await _log.GetAsync("checkpoint")).Header("Content-Type"));
        var items = (await _log.GetAsync("checkpoints?limit=1000")).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Superset(new HashSet<long> { first.Size, second.Size }, items.Select(item => item.GetProperty("size").GetInt64()).ToHashSet());
        foreach (var item in items)
            Assert.Equal(item.GetProperty("size").GetInt64(), (await _log.ReadAsync(item.GetProperty("note").GetString()!)).Checkpoint.Size);
        (await _log.GetAsync("checkpoint?size=999999")).IsProblem(404, "checkpoint_unknown");
    }

    [Fact]
    public async Task proves_that_a_token_was_issued_and_signs_what_no_checkpoint_covers_yet()
    {
        var token = new Compact(await _log.IssueAsync());
        var jti = token.Payload.GetProperty("jti").GetString()!;

        var proof = (await _log.GetAsync($"proof?jti={jti}")).Json;

        await ProvesAsync(proof);
        Assert.Equal(["format", "position", "size", "entry", "inclusion", "checkpoint", "jti"], proof.EnumerateObject().Select(member => member.Name));
        using var entry = JsonDocument.Parse(proof.GetProperty("entry").GetBytesFromBase64());
        Assert.Equal(("token.issued", jti), (entry.RootElement.GetProperty("type").GetString(), entry.RootElement.GetProperty("data").GetProperty("jti").GetString()));
        Assert.Contains(await _log.Node.EntriesAsync(LogNode.Tenant, "audit.proof_made"), made => made.GetProperty("data").TryGetProperty("jti", out var of) && of.GetString() == jti);
    }

    [Fact]
    public async Task proves_any_entry_under_any_checkpoint_and_that_it_has_only_grown()
    {
        await _log.IssueAsync();
        var (first, _) = await _log.CoveredAsync();
        await _log.IssueAsync();
        var (second, _) = await _log.CoveredAsync();

        foreach (var position in new long[] { 0, 1, first.Size / 2, first.Size - 1 })
        {
            await ProvesAsync((await _log.GetAsync($"proof?position={position}&size={first.Size}")).Json);
            await ProvesAsync((await _log.GetAsync($"proof?position={position}")).Json);
        }

        var growth = (await _log.GetAsync($"proof?first={first.Size}&second={second.Size}")).Json;
        var (checkpoint, _) = await _log.ReadAsync(growth.GetProperty("checkpoint").GetString()!);
        Assert.Equal((second, first.Size, second.Size), (checkpoint, growth.GetProperty("first").GetInt64(), growth.GetProperty("second").GetInt64()));
        Assert.True(MerkleProof.VerifyConsistency(first.Size, first.RootHash.Span, second.Size, second.RootHash.Span, LogNode.Hashes(growth.GetProperty("proof"))));
        (await _log.GetAsync($"proof?position={first.Size}&size={first.Size}")).IsProblem(409, "position_not_covered");
    }

    [Theory]
    [InlineData("", 400, "invalid_request")]
    [InlineData("?position=1&jti=x", 400, "invalid_request")]
    [InlineData("?position=-1", 400, "invalid_request")]
    [InlineData("?position=1&size=0", 400, "invalid_request")]
    [InlineData("?jti=not-a-jti", 400, "invalid_request")]
    [InlineData("?second=3", 400, "invalid_request")]
    [InlineData("?first=3&second=2", 400, "invalid_request")]
    [InlineData("?first=3&size=4", 400, "invalid_request")]
    [InlineData("?position=99999999", 404, "position_unknown")]
    [InlineData("?position=0&size=99999999", 404, "checkpoint_unknown")]
    [InlineData("?first=0&second=99999999", 404, "checkpoint_unknown")]
    [InlineData("?jti=06drj5o06drj5o06drj5o06dr0", 404, "token_unknown")]
    public async Task proves_nothing_that_is_not_there(string query, int status, string code) => (await _log.GetAsync($"proof{query}")).IsProblem(status, code);

    [Fact]
    public async Task has_tiles_that_lead_to_its_checkpoint()
    {
        for (var i = 0; i < 260; i++)
            await _log.IssueAsync();
        var (checkpoint, _) = await _log.CoveredAsync();

        var served = new Dictionary<string, byte[]>();
        foreach (var tile in TilePath.All(checkpoint.Size))
        {
            var reply = await _log.GetAsync(tile.ToString());
            Assert.True(reply.Status == 200, $"{tile}: {reply}");
            Assert.Equal("application/octet-stream", reply.Header("Content-Type"));
            Assert.Equal(tile.IsFull ? "max-age=31536000, private, immutable" : "no-store", reply.Header("Cache-Control"));
            served[tile.ToString()] = reply.Body;
        }

        Assert.Contains("tile/1/000.p/1", served.Keys);
        Assert.Equal(checkpoint.RootHash.ToArray(), await new TreeReader(new Served(served)).RootAsync(checkpoint.Size, TestContext.Current.CancellationToken));
        Assert.Equal(served["tile/entries/000"], await BundleAsync(0));
        var full = (int)(checkpoint.Size / TilePath.FullWidth);
        var width = (int)(checkpoint.Size % TilePath.FullWidth);
        Assert.Equal(200, (await _log.GetAsync($"tile/0/{full:000}.p/{width - 1}")).Status);
        Assert.Equal(200, (await _log.GetAsync("tile/0/000.p/7")).Status);
    }

    [Theory]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/003.p/255")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/003")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/1/000")]
    [InlineData("tile/1/x281/x474/x976/x710/656")]
    [InlineData("tile/7/x144/x115/x188/x075/x855/871")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/entries/003.p/255")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0//000.p/1")]
    [InlineData("tile/0/000.p/1/")]
    [InlineData("tile/")]
    public async Task has_no_tile_under_another_path(string path)
    {
        await _log.CoveredAsync();

        Assert.Equal(404, (await _log.GetAsync(path)).Status);
    }

    [Fact]
    public async Task is_for_auditors_and_of_tenants_that_are_there()
    {
        await _log.CoveredAsync();
        var auditor = AdminApi.Bearer(await _log.Admin.TokenAsync("argus.audit"));
        foreach (var path in new[] { "checkpoint", "checkpoints", "proof?position=0", "tile/entries/000.p/1" })
        {
            Assert.Equal(200, (await _log.Node.GetAsync($"{AdminApi.Root}/tenants/acme/log/{path}", auditor)).Status);
            (await _log.Node.GetAsync($"{AdminApi.Root}/tenants/acme/log/{path}")).IsProblem(401, "unauthorized");
            (await _log.Admin.GetAsync($"/tenants/nobody/log/{path}")).IsProblem(404, "tenant_unknown");
        }

        Assert.Equal(403, (await _log.Node.SendAsync(HttpMethod.Post, $"{AdminApi.Root}/tenants/acme/log/keys/rotate", auditor)).Status);
    }

    [Fact]
    public async Task has_keys_that_everybody_may_see_and_keep()
    {
        var reply = await _log.Node.GetAsync("/t/acme/log/keys");

        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.StartsWith("public, max-age=", reply.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(304, (await _log.Node.GetAsync("/t/acme/log/keys", ("If-None-Match", reply.Header("ETag")!))).Status);
        var key = Assert.Single(reply.Json.GetProperty("keys").EnumerateArray());
        Assert.DoesNotContain(key.GetProperty("kid").GetString()!, (await _log.Node.GetAsync("/t/acme/.well-known/jwks.json")).Text, StringComparison.Ordinal);
        Assert.Equal(_log.Node.Issuer("/t/acme")["http://".Length..], reply.Member("origin"));
    }

    private async Task ProvesAsync(JsonElement proof)
    {
        var (checkpoint, _) = await _log.ReadAsync(proof.GetProperty("checkpoint").GetString()!);
        Assert.Equal(checkpoint.Size, proof.GetProperty("size").GetInt64());
        var leaf = new byte[MerkleHash.Size];
        MerkleHash.Leaf(proof.GetProperty("entry").GetBytesFromBase64(), leaf);
        Assert.True(MerkleProof.VerifyInclusion(
            leaf, proof.GetProperty("position").GetInt64(), checkpoint.Size, LogNode.Hashes(proof.GetProperty("inclusion")), checkpoint.RootHash.Span));
    }

    private async Task<byte[]> BundleAsync(long index)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        await foreach (var entry in _log.Node.Events.ReadAsync(LogNode.Tenant, index * 256, index * 256 + 256, TestContext.Current.CancellationToken))
            entries.Add(entry.Bytes);
        return EntryBundle.Write(entries);
    }

    private sealed class Served(Dictionary<string, byte[]> tiles) : ITileSource
    {
        public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation) => ValueTask.FromResult<ReadOnlyMemory<byte>>(tiles[tile.ToString()]);
    }
}
