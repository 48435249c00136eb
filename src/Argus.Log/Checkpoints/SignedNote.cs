using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Argus.Log.Checkpoints;

/// <summary>A text with signatures under it (C2SP signed-note).</summary>
/// <param name="Text">What is signed; ends with a line feed.</param>
/// <param name="Signatures">One line each, at least one. Those of unknown keys are let be.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>More is not a checkpoint.</summary>
    public const int MaxBytes = 65_536;

    private const int MostSignatures = 32;

    /// <summary>The note with another signature under it.</summary>
    public SignedNote With(NoteSignature signature) => this with { Signatures = [.. Signatures, signature] };

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        if (bytes.Length > MaxBytes || !Utf8Text(bytes, out var text))
            return false;
        var split = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !text.EndsWith('\n') || text.AsSpan().IndexOfAnyInRange('\0', '\t') >= 0 || text.AsSpan().IndexOfAnyInRange('\u000b', '\u001f') >= 0)
            return false;
        var lines = text[(split + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MostSignatures)
            return false;
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (!NoteSignature.TryParse(line, out var signature))
                return false;
            signatures.Add(signature);
        }

        note = new SignedNote(text[..(split + 1)], signatures);
        return true;
    }

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(signature => signature + "\n"))}";

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    private static bool Utf8Text(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }
}

/// <summary>A signature line of a note.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The first four bytes of a hash over the key's name, type and material.</param>
/// <param name="Signature">Whose form the key's type gives.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature)
{
    private const string Start = "\u2014 ";
    private const int IdBytes = 4;

    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Start, StringComparison.Ordinal) || line[Start.Length..].Split(' ') is not [var name, var blob] || !IsName(name))
            return false;
        var bytes = new byte[blob.Length];
        if (!Convert.TryFromBase64String(blob, bytes, out var written) || written <= IdBytes || Convert.ToBase64String(bytes, 0, written) != blob)
            return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(IdBytes, written - IdBytes));
        return true;
    }

    public override string ToString()
    {
        var bytes = new byte[IdBytes + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Signature.Span.CopyTo(bytes.AsSpan(IdBytes));
        return $"{Start}{Name} {Convert.ToBase64String(bytes)}";
    }

    /// <summary>A key's name has no white space and no plus sign.</summary>
    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || c == '+');

    /// <summary>SHA-256(name || line feed || type || material), its first four bytes.</summary>
    internal static uint IdOf(string name, byte type, ReadOnlySpan<byte> material) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. material]));
}
