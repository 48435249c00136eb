using System.Text;
using Argus.Contract;
using Argus.Log.Merkle;

namespace Argus.Specs.Log;

/// <summary>RFC 6962 §2.1, with the leaves and roots that certificate-transparency's own tests use.</summary>
public class A_Merkle_tree
{
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    public static TheoryData<int, string> Roots => new()
    {
        { 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
        { 2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
        { 3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
        { 4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
        { 5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
        { 6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
        { 7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
        { 8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
    };

    [Theory]
    [MemberData(nameof(Roots))]
    public void has_the_roots_that_everybody_knows(int size, string root)
    {
        Assert.Equal(root, Hex(Grow(Leaves.Take(size).Select(Convert.FromHexString)).Root()));
        Assert.Equal(root, Hex(NaiveMerkle.Root([.. Leaves.Take(size).Select(Convert.FromHexString)])));
    }

    [Fact]
    public void has_at_every_size_the_root_of_the_recursive_definition_and_survives_storage()
    {
        var leaves = new List<byte[]>();
        var kept = new Frontier();
        for (var size = 0; size <= 300; size++)
        {
            Assert.Equal(size, kept.Size);
            Assert.Equal(NaiveMerkle.Root(leaves), kept.Root());

            // What grows on is what was stored, so a fault in either direction shows at the next size.
            kept = Frontier.FromBytes(kept.Size, kept.ToBytes());
            Assert.Equal(NaiveMerkle.Root(leaves), kept.Root());
            leaves.Add(Encoding.ASCII.GetBytes($"leaf {size}"));
            kept.Append(LeafHash(leaves[^1]));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 32)]
    [InlineData(3, 32)]
    [InlineData(3, 63)]
    [InlineData(3, 65)]
    [InlineData(3, 96)]
    [InlineData(-1, 64 * 32)]
    public void refuses_stored_bytes_that_cannot_belong_to_its_size(long size, int bytes) =>
        Assert.Throws<InvalidDataException>(() => Frontier.FromBytes(size, new byte[bytes]));

    [Fact]
    public void never_takes_a_leaf_for_a_node()
    {
        var left = LeafHash([1]);
        var right = LeafHash([2]);
        var node = new byte[MerkleHash.Size];
        MerkleHash.Node(left, right, node);

        Assert.NotEqual(node, LeafHash([.. left, .. right]));
    }

    private static Frontier Grow(IEnumerable<byte[]> leaves)
    {
        var frontier = new Frontier();
        foreach (var leaf in leaves)
            frontier.Append(LeafHash(leaf));
        return frontier;
    }

    private static byte[] LeafHash(byte[] leaf)
    {
        var hash = new byte[MerkleHash.Size];
        MerkleHash.Leaf(leaf, hash);
        return hash;
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
