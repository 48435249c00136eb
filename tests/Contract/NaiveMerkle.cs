using System.Security.Cryptography;

namespace Argus.Contract;

/// <summary>RFC 6962 §2.1 as it is written there: recursive, quadratic, and made without a look at the product's tree.</summary>
internal static class NaiveMerkle
{
    public static byte[] Root(IReadOnlyList<byte[]> leaves) => leaves.Count switch
    {
        0 => SHA256.HashData([]),
        1 => Leaf(leaves[0]),
        _ => SHA256.HashData([0x01, .. Root([.. leaves.Take(Split(leaves.Count))]), .. Root([.. leaves.Skip(Split(leaves.Count))])]),
    };

    public static byte[] Leaf(byte[] leaf) => SHA256.HashData([0x00, .. leaf]);

    /// <summary>The largest power of two smaller than n.</summary>
    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
