using System.Numerics;
using System.Security.Cryptography;

namespace Argus.Domain.Replays;

/// <summary>
/// How far each stream has come: 24 bytes for a stream, at a load of 40 to 80 percent. Streams whose time is over make room for others, and only where that is not enough the table
/// grows, a small part of it at a time.
/// </summary>
internal sealed class LiveStreams
{
    /// <summary>Never forgotten.</summary>
    public const uint Forever = uint.MaxValue;

    private const int Shards = 64;
    private const int LeastSlots = 64;

    private readonly Slot[][] _shards = new Slot[Shards][];
    private readonly int[] _counts = new int[Shards];

    // Whoever writes a log must not be able to choose names that all fall into one place.
    private readonly ulong _factor = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    public LiveStreams()
    {
        for (var i = 0; i < Shards; i++)
            _shards[i] = new Slot[LeastSlots];
    }

    /// <summary>The stream of a name, which begins here if it is not known. Good until the next call.</summary>
    /// <param name="key">Its name, or a hash of it.</param>
    /// <param name="now">Seconds since 1970: what was to be remembered until an earlier time may be forgotten.</param>
    /// <param name="isKnown">Whether it is not new.</param>
    public ref Slot Find(UInt128 key, uint now, out bool isKnown)
    {
        var (high, low) = ((ulong)(key >> 64), (ulong)key);
        var hash = HashOf(high, low);
        var number = (int)(hash >> 58);
        if (_counts[number] >= _shards[number].Length / 5 * 4)
            MakeRoom(number, now);
        var shard = _shards[number];
        ref var slot = ref Probe(shard, high, low, hash);
        isKnown = slot.Until != 0;
        if (!isKnown)
        {
            (slot.High, slot.Low, slot.Until) = (high, low, Forever);
            _counts[number]++;
        }

        return ref slot;
    }

    /// <summary>Whether a stream is known; it does not begin here.</summary>
    public bool Has(UInt128 key)
    {
        var (high, low) = ((ulong)(key >> 64), (ulong)key);
        var hash = HashOf(high, low);
        return Probe(_shards[(int)(hash >> 58)], high, low, hash).Until != 0;
    }

    private ulong HashOf(ulong high, ulong low) => BitOperations.RotateLeft((high ^ BitOperations.RotateLeft(low, 32)) * _factor, 31) * _factor;

    private static ref Slot Probe(Slot[] shard, ulong high, ulong low, ulong hash)
    {
        var mask = shard.Length - 1;
        for (var i = (int)(uint)hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref shard[i];
            if (slot.Until == 0 || (slot.Low == low && slot.High == high))
                return ref slot;
        }
    }

    private void MakeRoom(int number, uint now)
    {
        var before = _shards[number];
        var kept = before.Count(slot => slot.Until >= now && slot.Until != 0);
        var after = new Slot[kept > before.Length / 5 * 2 ? before.Length * 2 : before.Length];
        _shards[number] = after;
        _counts[number] = kept;
        foreach (var slot in before)
        {
            if (slot.Until == 0 || slot.Until < now)
                continue;
            Probe(after, slot.High, slot.Low, HashOf(slot.High, slot.Low)) = slot;
        }
    }

    /// <summary>A stream.</summary>
    internal struct Slot
    {
        public ulong High, Low;

        /// <summary>Until when it must be remembered, at least (seconds since 1970); 0 for an empty slot.</summary>
        public uint Until;

        private int _next;

        /// <summary>The version that its next entry must have.</summary>
        public int Next
        {
            readonly get => _next & int.MaxValue;
            set => _next = (_next & int.MinValue) | value;
        }

        /// <summary>Whether nothing may follow.</summary>
        public bool IsOver
        {
            readonly get => _next < 0;
            set => _next = value ? _next | int.MinValue : _next & int.MaxValue;
        }
    }
}
