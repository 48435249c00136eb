using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Argus.Log.Checkpoints;

namespace Argus.Specs.Log.Checkpoints;

/// <summary>Keys and notes that other implementations made: of golang.org/x/mod/sumdb/note, C2SP signed-note, static-ct-api and tlog-cosignature.</summary>
public class Notes_of_others
{
    private const string Neumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private const string NeumannsSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private const string NeumannsNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """;

    /// <summary>A CT log's, with the lines of five keys that are not known here and of two that are.</summary>
    private const string Arche = """
        arche2025h1.staging.ct.transparency.dev
        1432088532
        U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

        — arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
        — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
        — transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
        — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
        — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==

        """;

    [Theory]
    [InlineData(Neumann)]
    [InlineData("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")]
    [InlineData("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6")]
    [InlineData("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")]
    public void have_keys_that_are_read_and_written_as_they_are(string text)
    {
        Assert.True(NoteKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
    }

    [Fact]
    public void are_verified()
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(NeumannsNote), out var note));
        Assert.True(NoteKey.TryParse(Neumann, out var key));
        Assert.True(key.Verify(note.Text, note.Signatures[0]));
        Assert.False(key.Verify(note.Text.Replace("problem", "Problem", StringComparison.Ordinal), note.Signatures[0]));
        Assert.Null(key.TimeOf(note.Signatures[0]));
    }

    [Fact]
    public void are_signed_the_same_here()
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(NeumannsNote), out var note));
        var signer = new Ed25519NoteSigner("PeterNeumann", Convert.FromBase64String(NeumannsSeed).AsMemory(1));
        Assert.Equal(Neumann, signer.Key.ToString());
        Assert.Equal(NeumannsNote, new SignedNote(note.Text, [signer.Sign(note.Text)]).ToString());
    }

    [Fact]
    public void are_those_of_the_format_itself()
    {
        Assert.True(NoteKey.TryParse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", out var key));
        const string Note = "This is an example message.\n\n"
            + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(Note), out var note));
        Assert.True(key.Verify(note.Text, note.Signatures[0]));
    }

    [Theory]
    [InlineData("arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f", 1, null)]
    [InlineData("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", 4, "2026-05-23T21:50:24Z")]
    public void are_cosigned_by_witnesses(string text, int line, string? time)
    {
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(Arche), out var note));
        Assert.True(NoteKey.TryParse(text, out var key));
        Assert.Equal([line], Enumerable.Range(0, note.Signatures.Count).Where(i => key.Verify(note.Text, note.Signatures[i])));
        Assert.Equal(time is null ? null : DateTimeOffset.Parse(time, null), key.TimeOf(note.Signatures[line]));
        Assert.False(key.Verify(note.Text.Replace("532", "533", StringComparison.Ordinal), note.Signatures[line]));
    }

    /// <summary>The log signs by ECDSA, which a log of Argus never does: the form around it is the same.</summary>
    [Fact]
    public void have_tree_heads_that_are_signed_as_ours_are()
    {
        const string Origin = "rome.ct.filippo.io/2024h1";
        var spki = Convert.FromBase64String(
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAXM8Ld9qn64g1zVFDh5FtgxS3zj5sqQDwYMs3wrBV3MCBiFhK/iRLxdKF4YsAcJaEglMlu4Lewvzxs0xO2uwEw==");
        const string Note = Origin + "\n115474666\n2q1K6aiIJR+F7TyhiWOghoWOjY0/3dVBLsBbAvB4xCw=\n\n— " + Origin
            + " ePSrrgAAAY5+gVlSBAMARzBFAiEAv8bOMzo3Ed/GbU9fzzJvaStX6i8xTsmEF+NqvpGhIO0CIEn1X+zzVEerdix64GEn97XCXObA2G5JQ8UDDqCKdG5m\n";
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(Note), out var note));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        var signature = note.Signatures[0];
        Assert.Equal(signature.KeyId, NoteSignature.IdOf(Origin, TreeHeadKey.Type, SHA256.HashData(spki)));

        var time = DateTimeOffset.FromUnixTimeMilliseconds((long)BinaryPrimitives.ReadUInt64BigEndian(signature.Signature.Span));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(spki, out _);
        Assert.True(key.VerifyData(TreeHeadSignature.ToSign(checkpoint, time), signature.Signature.Span[12..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.False(NoteKey.TryParse($"{Origin}+78f4abae+{Convert.ToBase64String([5, .. spki])}", out _));
    }
}
