using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Domain.Kernel;

namespace Argus.Domain.Projections;

/// <summary>
/// The digest of a projection: SHA-256 over its lines, each one item as canonical JSON (RFC 8785) with a line feed behind it, sorted by their bytes.
/// </summary>
internal sealed class LineDigest : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private LineDigest() =>
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = CanonicalEncoder.Instance, SkipValidation = true });

    /// <summary>Of items in whatever order.</summary>
    public static string Of<T>(IEnumerable<T> items, JsonTypeInfo<T> json)
    {
        using var digest = new LineDigest();
        var lines = items.Select(item => digest.Line(item, json).ToArray()).ToList();
        return digest.Finish(lines);
    }

    /// <summary>Of items that come in the order of their lines, however many: none is kept.</summary>
    public static string OfSorted<T>(IEnumerable<T> items, JsonTypeInfo<T> json)
    {
        using var digest = new LineDigest();
        foreach (var item in items)
            digest._hash.AppendData(digest.Line(item, json));
        return Base64Url.EncodeToString(digest._hash.GetHashAndReset());
    }

    /// <summary>Of lines of two kinds.</summary>
    public static string Of<TOne, TOther>(IEnumerable<TOne> ones, JsonTypeInfo<TOne> json, IEnumerable<TOther> others, JsonTypeInfo<TOther> otherJson)
    {
        using var digest = new LineDigest();
        var lines = ones.Select(item => digest.Line(item, json).ToArray()).ToList();
        lines.AddRange(others.Select(item => digest.Line(item, otherJson).ToArray()));
        return digest.Finish(lines);
    }

    public void Dispose()
    {
        _json.Dispose();
        _hash.Dispose();
    }

    private string Finish(List<byte[]> lines)
    {
        lines.Sort(static (one, other) => one.AsSpan().SequenceCompareTo(other));
        foreach (var line in lines)
            _hash.AppendData(line);
        return Base64Url.EncodeToString(_hash.GetHashAndReset());
    }

    private ReadOnlySpan<byte> Line<T>(T item, JsonTypeInfo<T> json)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        JsonSerializer.Serialize(_json, item, json);
        _json.Flush();
        _buffer.Write("\n"u8);
        return _buffer.WrittenSpan;
    }
}
