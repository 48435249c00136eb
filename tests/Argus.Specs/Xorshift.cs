namespace Argus.Specs;

/// <summary>Marsaglia's xorshift64: the same sequence on every machine, so that what failed can be made again from its number.</summary>
internal sealed class Xorshift(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)limit);
    }

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];
}
