namespace Argus.IntegrationTests.Http.Driving;

/// <summary>Marsaglia's xorshift64: the same numbers on every run.</summary>
internal sealed class Xorshift(ulong seed)
{
    private ulong _state = seed;

    public int Below(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)bound);
    }

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];
}
