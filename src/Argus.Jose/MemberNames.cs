using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Argus.Jose;

/// <summary>
/// The member names of the objects that are open at the moment, to find a duplicate when it is read. Names are compared after
/// unescaping, since <c>"\u0061lg"</c> is <c>"alg"</c>. Fixed in size: a token is checked before anything about its sender is known.
/// </summary>
internal ref struct MemberNames(Span<byte> scratch)
{
    public const int MaxOpenNames = 256;

    private readonly Span<byte> _text = scratch;
    private Slots _hashes;
    private Slots _ends;
    private Scopes _scopes;
    private int _count;

    public enum Outcome
    {
        Added,
        Duplicate,
        TooMany,
    }

    public readonly ReadOnlySpan<byte> Last => _count == 0 ? [] : NameAt(_count - 1);

    public void Open(int depth) => _scopes[depth] = _count;

    public void Close(int depth) => _count = _scopes[depth];

    public Outcome Add(ref Utf8JsonReader reader)
    {
        if (_count == MaxOpenNames) return Outcome.TooMany;

        var start = StartOf(_count);
        var length = reader.CopyString(_text[start..]);
        var name = _text.Slice(start, length);
        var hash = Hash(name);

        // A member's CurrentDepth is one more than its object's.
        var first = _scopes[reader.CurrentDepth - 1];
        for (var i = first; i < _count; i++)
        {
            if (_hashes[i] == hash && NameAt(i).SequenceEqual(name)) return Outcome.Duplicate;
        }

        _hashes[_count] = hash;
        _ends[_count] = start + length;
        _count++;
        return Outcome.Added;
    }

    private readonly int StartOf(int index) => index == 0 ? 0 : _ends[index - 1];

    private readonly ReadOnlySpan<byte> NameAt(int index) => _text[StartOf(index).._ends[index]];

    // HashCode is seeded per process: names that collide cannot be made up outside it.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    [InlineArray(MaxOpenNames)]
    private struct Slots
    {
        private int _first;
    }

    [InlineArray(StrictJson.MaxDepth + 1)]
    private struct Scopes
    {
        private int _first;
    }
}
