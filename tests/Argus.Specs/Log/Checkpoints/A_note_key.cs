using System.Security.Cryptography;
using Argus.Contract;
using Argus.Log.Checkpoints;
using Argus.Log.Merkle;

namespace Argus.Specs.Log.Checkpoints;

public sealed class A_note_key : IDisposable
{
    private const string Origin = "auth.example.com/t/acme";

    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(1_772_366_400_123);

    private static readonly Checkpoint Signed = new(Origin, 7, MerkleHash.EmptyRoot());

    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose() => _rsa.Dispose();

    [Fact]
    public void of_a_log_verifies_what_was_signed_in_custody()
    {
        var key = TreeHeadKey.Of(Origin, _rsa);
        var line = Line(key, Signed);
        Assert.True(key.Verify(Signed.Text, line));
        Assert.Equal(Time, key.TimeOf(line));
        Assert.True(NoteSignature.TryParse(line.ToString(), out var read));
        Assert.True(key.Verify(Signed.Text, read));
    }

    [Fact]
    public void of_a_log_refuses_another_size_root_origin_time_and_lines_that_it_did_not_sign()
    {
        var key = TreeHeadKey.Of(Origin, _rsa);
        var line = Line(key, Signed);
        Assert.False(key.Verify((Signed with { Size = 8 }).Text, line));
        Assert.False(key.Verify((Signed with { RootHash = new byte[32] }).Text, line));
        Assert.False(key.Verify((Signed with { Origin = "auth.example.com/t/ally" }).Text, line));
        Assert.False(key.Verify(Signed.Text + "extension\n", line));
        for (var i = 0; i < line.Signature.Length; i++)
        {
            var changed = line.Signature.ToArray();
            changed[i] ^= 1;
            Assert.False(key.Verify(Signed.Text, line with { Signature = changed }), $"byte {i}");
        }

        Assert.False(key.Verify(Signed.Text, line with { Signature = line.Signature[..^1] }));
        Assert.False(key.Verify(Signed.Text, line with { KeyId = line.KeyId ^ 1 }));
        Assert.False(key.Verify(Signed.Text, line with { Name = "other" }));
    }

    [Fact]
    public void of_another_log_is_another_key_though_it_is_the_same_RSA_key()
    {
        var other = TreeHeadKey.Of("auth.example.com/t/ally", _rsa);
        Assert.NotEqual(TreeHeadKey.Of(Origin, _rsa).KeyId, other.KeyId);
        Assert.False(other.Verify(Signed.Text, Line(other, Signed)));
    }

    [Fact]
    public void is_weak_below_2048_bits_and_no_key_with_bytes_behind_it()
    {
        using var weak = RSA.Create(1024);
        Assert.Throws<ArgumentException>(() => TreeHeadKey.Of(Origin, weak));
        Assert.Throws<ArgumentException>(() => new TreeHeadKey(Origin, [.. _rsa.ExportSubjectPublicKeyInfo(), 0]));
        Assert.Throws<ArgumentException>(() => TreeHeadKey.Of("a name", _rsa));
    }

    [Fact]
    public void has_a_text_of_one_form()
    {
        var text = TreeHeadKey.Of(Origin, _rsa).ToString();
        Assert.True(NoteKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
        for (var i = 0; i < text.Length; i++)
        {
            Assert.False(NoteKey.TryParse(text[..i], out _));
            Assert.False(NoteKey.TryParse(text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..], out _), $"character {i}");
        }

        Assert.False(NoteKey.TryParse(text + "\n", out _));
        Assert.False(NoteKey.TryParse(new string('+', 100), out _));
        Assert.False(NoteKey.TryParse(new string('a', 1_000_000), out _));
    }

    [Fact]
    public void of_a_witness_signs_the_time_with_the_text()
    {
        var signer = new WitnessSigner("witness.example", RandomNumberGenerator.GetBytes(32));
        var line = signer.Cosign(Signed.Text, Time);
        Assert.True(signer.Key.Verify(Signed.Text, line));
        Assert.Equal(Time.ToUnixTimeSeconds(), signer.Key.TimeOf(line)!.Value.ToUnixTimeSeconds());
        Assert.False(signer.Key.Verify((Signed with { Size = 8 }).Text, line));
        for (var i = 0; i < line.Signature.Length; i++)
        {
            var changed = line.Signature.ToArray();
            changed[i] ^= 1;
            Assert.False(signer.Key.Verify(Signed.Text, line with { Signature = changed }), $"byte {i}");
        }

        Assert.True(NoteKey.TryParse(signer.Key.ToString(), out var key) && key is WitnessKey);
        Assert.Null(key.TimeOf(line with { Signature = new byte[4] }));
        Assert.Null(key.TimeOf(line with { Signature = Enumerable.Repeat((byte)255, 72).ToArray() }));
    }

    private NoteSignature Line(TreeHeadKey key, Checkpoint checkpoint) => TreeHeadSignature.Wrap(
        key, Time, _rsa.SignHash(SHA256.HashData(TreeHeadSignature.ToSign(checkpoint, Time)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
}
