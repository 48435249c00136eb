using Argus.Log.Merkle;
using Argus.Log.Tiles;

namespace Argus.Specs.Log.Merkle;

/// <summary>Proofs are made from tiles and checked without them; here both are compared with RFC 6962's own recursive definitions.</summary>
public class Proofs_of_any_tree
{
    private const int Largest = 600;

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, Largest).Select(i =>
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.Leaf(BitConverter.GetBytes(i), hash);
        return hash;
    })];

    private static readonly TreeReader Tree = new(new Tiles());

    public static TheoryData<int> Sizes => [1, 2, 3, 7, 8, 255, 256, 257, 300, 511, 512, 513, Largest];

    [Theory, MemberData(nameof(Sizes))]
    public async Task show_every_leaf_where_it_is_and_nowhere_else(int size)
    {
        var root = await Tree.RootAsync(size, TestContext.Current.CancellationToken);
        Assert.Equal(Root(0, size), root);
        for (var position = 0; position < size; position += 1 + size / 40)
        {
            var proof = await Tree.InclusionAsync(position, size, TestContext.Current.CancellationToken);
            Assert.True(MerkleProof.VerifyInclusion(Leaves[position], position, size, proof, root));
            Assert.False(MerkleProof.VerifyInclusion(Leaves[position], position + 1, size, proof, root));
            Assert.False(MerkleProof.VerifyInclusion(Leaves[(position + 1) % Largest], position, size, proof, root));
            Assert.False(MerkleProof.VerifyInclusion(Leaves[position], position, size, [.. proof, root], root));
            if (proof.Count > 0)
                Assert.False(MerkleProof.VerifyInclusion(Leaves[position], position, size, [.. proof.Skip(1)], root));
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public async Task show_every_earlier_tree_as_the_beginning(int second)
    {
        var secondRoot = Root(0, second);
        for (var first = 0; first <= second; first += 1 + second / 60)
        {
            var firstRoot = first == 0 ? MerkleHash.EmptyRoot() : Root(0, first);
            var proof = await Tree.ConsistencyAsync(first, second, TestContext.Current.CancellationToken);
            Assert.True(MerkleProof.VerifyConsistency(first, firstRoot, second, secondRoot, proof), $"{first} to {second}");
            var another = (byte[])firstRoot.Clone();
            another[0] ^= 1;
            Assert.False(MerkleProof.VerifyConsistency(first, another, second, secondRoot, proof), $"another {first} to {second}");
            Assert.False(MerkleProof.VerifyConsistency(first, firstRoot, second, secondRoot, [.. proof, secondRoot]));
            if (first > 0 && first < second)
                Assert.False(MerkleProof.VerifyConsistency(first, firstRoot, second, another, proof));
        }
    }

    [Theory]
    [InlineData("tile/0/000", 0, 0, 256)]
    [InlineData("tile/3/x001/x234/067", 3, 1_234_067, 256)]
    [InlineData("tile/entries/x123/456.p/1", TilePath.Entries, 123_456, 1)]
    public void have_tiles_with_one_path(string path, int level, long index, int width)
    {
        Assert.True(TilePath.TryParse(path, out var tile));
        Assert.Equal(new TilePath(level, index, width), tile);
        Assert.Equal(path, tile.ToString());
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/00/001")]
    [InlineData("tile/8/001")]
    [InlineData("tile/0/001.p/0")]
    [InlineData("tile/0/001.p/256")]
    [InlineData("tile/0/001.p/01")]
    [InlineData("tile/0/../001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/-1/001")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void do_not_have_tiles_elsewhere(string path) => Assert.False(TilePath.TryParse(path, out _));

    private static byte[] Root(int start, int end)
    {
        if (end - start == 1)
            return Leaves[start];
        var middle = 1;
        while (middle * 2 < end - start)
            middle *= 2;
        var root = new byte[MerkleHash.Size];
        MerkleHash.Node(Root(start, start + middle), Root(start + middle, end), root);
        return root;
    }

    private sealed class Tiles : ITileSource
    {
        public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TilePath tile, CancellationToken cancellation)
        {
            var leaves = 1 << (TilePath.Height * tile.Level);
            var hashes = Enumerable.Range(0, tile.Width).Select(i => (int)tile.FirstLeaf + i * leaves).SelectMany(at => Root(at, at + leaves));
            return ValueTask.FromResult(new ReadOnlyMemory<byte>([.. hashes]));
        }
    }
}
