using System.Text;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;
using Argus.Log.Merkle;
using Argus.Log.Proofs;
using Argus.Specs.Log.Exports;

namespace Argus.Specs.Log.Proofs;

public sealed class A_proof_from_an_export : IDisposable
{
    private readonly Exported _exported = Exported.Of(600);

    private TrustedKeys Keys => TrustedKeys.Of(_exported.Keys.History);

    public void Dispose() => _exported.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(599)]
    public async Task holds_with_the_keys_alone(long position)
    {
        var proof = await ProveAsync(position);
        Assert.True(InclusionProof.TryParse(proof.ToJson(), out var read, out _));
        Assert.Null(read.Check(Keys));
        Assert.Equal(_exported.Entries[(int)position], read.Entry.ToArray());
        Assert.Null(read.Check(TrustedKeys.Pinned([_exported.Keys.Current.Rsa])));
        Assert.Null(read.Check(TrustedKeys.Pinned([_exported.Keys.Current.Ed25519!])));
    }

    [Fact]
    public async Task holds_for_nothing_else()
    {
        var proof = await ProveAsync(300);
        Assert.Equal(Divergences.ProofWrong, (proof with { Position = 301 }).Check(Keys)?.Name);
        Assert.Equal(Divergences.ProofWrong, (proof with { Size = 601 }).Check(Keys)?.Name);
        Assert.Equal(Divergences.ProofWrong, (proof with { Entry = _exported.Entries[301] }).Check(Keys)?.Name);
        Assert.Equal(Divergences.ProofWrong, (proof with { Hashes = [.. proof.Hashes.Skip(1)] }).Check(Keys)?.Name);
        Assert.Equal(Divergences.ProofWrong, (proof with { Checkpoint = "nothing" }).Check(Keys)?.Name);
        Assert.Equal(Divergences.SignatureBad, (proof with { Checkpoint = proof.Checkpoint.Replace("\n600\n", "\n601\n", StringComparison.Ordinal) }).Check(Keys)?.Name);
        using var other = Exported.WithOtherKeys(600);
        Assert.Equal(Divergences.UnknownKey, proof.Check(TrustedKeys.Of(other.Keys.History))?.Name);
    }

    [Fact]
    public async Task has_no_byte_that_does_not_count()
    {
        var json = (await ProveAsync(300)).ToJson();
        // The Ed25519 line stands last: with another name or id it is the line of a key that does not count.
        var lenient = Encoding.UTF8.GetString(json).LastIndexOf("\\n\u2014", StringComparison.Ordinal);
        for (var i = 0; i < json.Length; i += 3)
        {
            var changed = (byte[])json.Clone();
            changed[i] ^= 4;
            if (i < lenient && InclusionProof.TryParse(changed, out var read, out _))
                Assert.NotNull(read.Check(Keys));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"format\":\"argus-log-proof/1\",\"position\":-1,\"size\":1,\"entry\":\"\",\"inclusion\":[],\"checkpoint\":\"\"}")]
    [InlineData("{\"format\":\"argus-log-proof/1\",\"position\":0,\"size\":1,\"entry\":\"\",\"inclusion\":[\"AA==\"],\"checkpoint\":\"\"}")]
    [InlineData("{\"format\":\"argus-log-proof/2\",\"position\":0,\"size\":1,\"entry\":\"\",\"inclusion\":[],\"checkpoint\":\"\"}")]
    [InlineData("{\"format\":\"argus-log-proof/1\",\"position\":0,\"size\":1,\"entry\":\"\",\"inclusion\":[],\"checkpoint\":\"\",\"more\":1}")]
    public void is_read_strictly(string json) => Assert.False(InclusionProof.TryParse(Encoding.UTF8.GetBytes(json), out _, out _));

    [Theory]
    [InlineData("tile/entries/001")]
    [InlineData("tile/0/001")]
    [InlineData("tile/1/000.p/2")]
    public async Task is_not_made_of_one_that_was_damaged(string file)
    {
        _exported.Change(file, bytes =>
        {
            bytes[50 * 32 % bytes.Length] ^= 1;
            return bytes;
        });
        await Assert.ThrowsAsync<InvalidDataException>(async () => await Task.WhenAll(new long[] { 0, 256, 257, 258, 259, 306, 307 }.Select(ProveAsync)));
    }

    [Fact]
    public async Task shows_what_a_log_became()
    {
        var kept = Kept(300);
        var hashes = await new TreeReader(new ExportTiles(new ExportDirectory(_exported.Path), 600)).ConsistencyAsync(300, 600, TestContext.Current.CancellationToken);
        var proof = new ConsistencyProof(300, 600, hashes, _exported.Checkpoint().Note.ToString());
        Assert.True(ConsistencyProof.TryParse(proof.ToJson(), out var read, out _));
        Assert.Null(read.Check(Keys, kept));
        Assert.Equal(Divergences.ProofWrong, (proof with { First = 299 }).Check(Keys, kept)?.Name);
        Assert.Equal(Divergences.ProofWrong, (proof with { Hashes = [] }).Check(Keys, kept)?.Name);
        Assert.Equal(Divergences.ProofWrong, proof.Check(Keys, Kept(301))?.Name);
        var forked = new Checkpoint(Exported.Origin, 300, new byte[32]);
        Assert.Equal(Divergences.ProofWrong, proof.Check(Keys, new KeptCheckpoint(_exported.Keys.Sign(forked, DateTimeOffset.UnixEpoch), forked))?.Name);
    }

    private KeptCheckpoint Kept(int size)
    {
        var frontier = new Frontier();
        foreach (var entry in _exported.Entries.Take(size))
            frontier.Append(Argus.Contract.NaiveMerkle.Leaf(entry));
        var checkpoint = new Checkpoint(Exported.Origin, size, frontier.Root());
        return new KeptCheckpoint(_exported.Keys.Sign(checkpoint, DateTimeOffset.UnixEpoch), checkpoint);
    }

    private Task<InclusionProof> ProveAsync(long position) =>
        new ExportProver(new ExportDirectory(_exported.Path)).ProveAsync(position, null, TestContext.Current.CancellationToken);
}
