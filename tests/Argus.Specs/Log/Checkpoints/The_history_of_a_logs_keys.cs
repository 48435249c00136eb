using System.Security.Cryptography;
using System.Text;
using Argus.Log.Checkpoints;

namespace Argus.Specs.Log.Checkpoints;

public class The_history_of_a_logs_keys
{
    private const string Origin = "auth.example.com/t/acme";

    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly LogKeyHistory History = new(Origin, [Key(1, 10), Key(10, null)]);

    private static readonly byte[] Json = History.ToJson();

    [Fact]
    public void is_read_as_it_was_written()
    {
        Assert.True(LogKeyHistory.TryParse(Json, out var read));
        Assert.Equal(Json, read.ToJson());
        Assert.Equal([1L, 10L], read.Keys.Select(key => key.ActivatedPosition));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(1, -1)]
    [InlineData(2, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(1_000, 1)]
    public void says_which_key_signs_a_checkpoint(long size, int index)
    {
        var keys = History.KeysAt(size).ToList();
        Assert.Equal(index < 0 ? [] : new NoteKey[] { History.Keys[index].Rsa, History.Keys[index].Ed25519! }, keys);
    }

    [Fact]
    public void has_no_byte_that_does_not_count()
    {
        for (var i = 0; i < Json.Length; i++)
        {
            var changed = (byte[])Json.Clone();
            changed[i] ^= 1;
            if (LogKeyHistory.TryParse(changed, out var read))
                Assert.NotEqual(Json, read.ToJson());
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"origin\":\"a\",\"origin\":\"a\",\"keys\":[]}")]
    [InlineData("{\"origin\":\"a b\",\"keys\":[]}")]
    [InlineData("{\"origin\":\"a\",\"keys\":[],\"more\":1}")]
    [InlineData("{\"origin\":\"\\ud800\",\"keys\":[]}")]
    [InlineData("{\"origin\":\"a\",\"keys\":{}}")]
    [InlineData("{\"origin\":\"a\",\"keys\":[[[[[[[[[[[[]]]]]]]]]]]]}")]
    public void is_read_strictly(string json) => Assert.False(LogKeyHistory.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void is_in_order_and_of_one_log()
    {
        Assert.Throws<ArgumentException>(() => new LogKeyHistory(Origin, [Key(10, null), Key(1, 10)]));
        Assert.Throws<ArgumentException>(() => new LogKeyHistory("auth.example.com/t/ally", [Key(1, null)]));
        Assert.Throws<ArgumentException>(() => new LogKeyHistory(Origin, [Key(10, 1)]));
    }

    private static LogKey Key(long activated, long? retired)
    {
        using var rsa = RSA.Create(2048);
        return new LogKey(
            TreeHeadKey.Of(Origin, rsa), new Ed25519NoteSigner(Origin, RandomNumberGenerator.GetBytes(32)).Key, Time, activated, retired is null ? null : Time, retired);
    }
}
