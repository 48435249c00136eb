using System.Globalization;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

/// <summary>Whatever is asked of a ring, in whatever order, by clocks that jump back and forth by years: what must always hold holds after every event.</summary>
public class A_key_ring_of_any_history
{
    private const int Year = 365 * 86_400;

    private static readonly int[] Jumps = [0, 0, 0, 1, 7, 60, 500, 600, 5_000, 10_000, 86_400, Year, -1, -60, -10_000, -Year];

    private static readonly KeyTimes[] AllTimes =
        [new(500, 10_000, 2_000), new(86_400, 90 * 86_400, 4_000), new(12, 60, 30), new(1, 1, 2), new(0, 1, 1), new(600, 600, 50_000)];

    [Fact]
    public void keeps_every_rule()
    {
        var happened = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (ulong seed = 1; seed <= 1_500; seed++)
        {
            try
            {
                new History(seed, happened).Run(commands: 80);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"With seed {seed}: {e.Message}", e);
            }
        }

        // Nothing is proved by histories in which nothing happens.
        Assert.Equal(10, happened.Count);
        Assert.All(happened, count => Assert.True(count.Value > 500, $"{count.Key}: {count.Value}"));
    }

    private sealed class History(ulong seed, SortedDictionary<string, int> happened)
    {
        private readonly Xorshift _random = new(seed * 0x9E3779B97F4A7C15);
        private readonly KeyTimes _times = AllTimes[(int)(seed % (ulong)AllTimes.Length)];
        private readonly HashSet<Kid> _activated = [];
        private KeyRingState _ring = KeyRingState.Initial;
        private long _now = 1_700_000_000;
        private int _kids;

        public void Run(int commands)
        {
            for (var i = 0; i < commands; i++)
            {
                _now = Math.Max(1_000, _now + _random.Of(Jumps));
                CheckDue();
                var (decide, isAdvance, isRotate) = Command();
                var before = _ring;
                var decision = decide(_ring);
                if (isRotate)
                    Assert.DoesNotContain(decision.Events, @event => @event is KeyGenerated or KeyImported or KeyPublished);
                foreach (var @event in decision.Events)
                    Happen(@event, isAdvance && before.Active is not null);

                Assert.True(_ring.Active is not null || _ring.Next is null, "A key waits, and none signs.");
                var again = decide(_ring);
                Assert.True(again.Events.Count == 0, $"Decided again, {string.Join(" and ", again.Events)} follow.");
            }
        }

        private void Happen(IKeyRingEvent @event, bool isOrderly)
        {
            happened[@event.GetType().Name] = happened.GetValueOrDefault(@event.GetType().Name) + 1;
            var before = _ring;
            _ring = KeyRingState.Evolve(_ring, @event);

            Assert.True(_ring.Keys.Count(key => key.Status == KeyStatus.Active) <= 1, "Two keys sign.");
            Assert.True(_ring.LatestAt >= before.LatestAt && _ring.LatestAt >= _now, "Time ran back.");
            Assert.Equal(_ring.Keys.Length, _ring.Keys.Select(key => key.Kid).Distinct().Count());
            foreach (var key in before.Keys)
                Assert.True(_ring.Find(key.Kid)!.Status >= key.Status, $"{key.Kid} went back from {key.Status}.");
            switch (@event)
            {
                case KeyActivated activated:
                    Assert.True(_activated.Add(activated.Kid), "A key came to sign twice.");
                    Assert.True(!isOrderly || activated.At >= before.Find(activated.Kid)!.PublishedAt + _times.Lead, "A key signs that verifiers need not know.");
                    break;
                case KeyPublished published when before.Active is not null && before.Requested != true:
                    Assert.True(published.ActivatesAt >= published.At + _times.Lead, "A turn is announced too late.");
                    break;
                case KeyScheduled scheduled:
                    Assert.True(scheduled.ActivatesAt >= before.Find(scheduled.Kid)!.PublishedAt + _times.Lead, "A turn was moved to before verifiers know the key.");
                    break;
                case KeyDeactivated deactivated:
                    Assert.Equal(deactivated.At + _times.VerifyFor, deactivated.VerifyUntil);
                    break;
                case KeyRetired retired:
                    Assert.True(_now >= before.Find(retired.Kid)!.VerifyUntil, "A key left before its tokens did.");
                    break;
                case PrivateKeyDestroyed destroyed:
                    Assert.True(before.Find(destroyed.Kid)!.Status is KeyStatus.Retiring or KeyStatus.Retired or KeyStatus.Revoked, "A key lost its private half that is to sign.");
                    break;
            }
        }

        /// <summary>Whoever sleeps until it is due misses nothing, and is not woken for nothing.</summary>
        private void CheckDue()
        {
            var isDue = KeyRingDecider.DueAt(_ring, _times) <= _now;
            var isOwed = _ring.Keys.Any(key => key.IsSpent && key.DestroyedAt is null);
            Assert.Equal(isDue, isOwed || KeyRingDecider.Advance(_ring, _times, Now()).Events.Count > 0);
        }

        private (Func<KeyRingState, Decision<IKeyRingEvent>> Decide, bool IsAdvance, bool IsRotate) Command()
        {
            var (now, key, some) = (Now(), NewKey(), SomeKid());
            long? since = _random.Below(2) == 0 ? null : _now - _random.Below(5_000);
            NewKey? replacement = _random.Below(3) == 0 ? null : key;
            return _random.Below(12) switch
            {
                0 => (ring => KeyRingDecider.Begin(ring, key, now), false, false),
                1 or 2 => (ring => KeyRingDecider.Announce(ring, key, _times, now), false, false),
                3 => (ring => KeyRingDecider.Import(ring, key, _times, now), false, false),
                4 => (ring => KeyRingDecider.Rotate(ring, force: false, _times, now), false, true),
                5 => (ring => KeyRingDecider.Rotate(ring, force: true, _times, now), false, true),
                6 => (ring => KeyRingDecider.Revoke(ring, new KeyRevocation(some, since, "any"), replacement, _times, now), false, false),
                7 or 8 => (ring => KeyRingDecider.ConfirmDestroyed(ring, some, now), false, false),
                _ => (ring => KeyRingDecider.Advance(ring, _times, now), true, false),
            };
        }

        private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(_now);

        /// <summary>Mostly a new one; now and then one that the ring has had.</summary>
        private NewKey NewKey() => new(_random.Below(8) == 0 ? SomeKid() : Kid(_kids++), "modulus", _random.Below(20) == 0 ? 1024 : 2048, "file");

        private Kid SomeKid() => _random.Below(20) == 0 ? Kid(999_999) : Kid(_random.Below(_kids + 1));

        private static Kid Kid(int number) => TextId.Parse<Kid>(number.ToString(CultureInfo.InvariantCulture).PadLeft(43, 'k'));
    }
}
