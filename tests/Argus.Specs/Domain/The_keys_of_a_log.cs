using Argus.Domain.Kernel;
using Argus.Domain.LogKeys;
using static Argus.Specs.Domain.Deciding;

namespace Argus.Specs.Domain;

public class The_keys_of_a_log
{
    private const string Name = "auth.example/t/acme";
    private static readonly Kid A = TextId.Parse<Kid>(new string('a', 43));
    private static readonly Kid B = TextId.Parse<Kid>(new string('b', 43));
    private static readonly LogKeyActivated First = new(1_000, 2048, "file", null, A, "a", Name);
    private static readonly LogKeyActivated Second = new(2_000, 3072, "hsm", "ed", B, "b", Name);

    [Fact]
    public void begin_with_one_that_gives_the_log_its_name() => LogKeysDecider.Begin(LogKeysState.Initial, Key(A), Name, At(1_000)).Gives(First);

    [Fact]
    public void begin_once()
    {
        LogKeysDecider.Begin(Given(First), Key(A), Name, At(1_000)).Gives();
        LogKeysDecider.Begin(Given(First), Key(B), "elsewhere.example", At(1_500)).Gives();
    }

    [Fact]
    public void are_not_small()
    {
        LogKeysDecider.Begin(LogKeysState.Initial, Key(A) with { Bits = 2047 }, Name, At(1_000)).IsRefused("key_too_small");
        LogKeysDecider.Rotate(Given(First), Key(B) with { Bits = 1024 }, At(2_000)).IsRefused("key_too_small");
    }

    [Fact]
    public void hand_over_in_one_append_and_the_name_stays() => Rotate(Given(First), 2_000).Gives(Second, new LogKeyRetired(2_000, A));

    [Fact]
    public void hand_over_to_the_same_key_once() => Rotate(Given(First, Second, new LogKeyRetired(2_000, A)), 2_000).Gives();

    [Fact]
    public void are_used_once() =>
        LogKeysDecider.Rotate(Given(First, Second, new LogKeyRetired(2_000, A)), Key(A), At(3_000)).IsRefused("key_known");

    [Fact]
    public void cannot_hand_over_before_they_have_begun() => Rotate(LogKeysState.Initial, 2_000).IsRefused("log_key_missing");

    [Fact]
    public void never_run_back() => Rotate(Given(First), 500).Gives(Second with { At = 1_000 }, new LogKeyRetired(1_000, A));

    [Fact]
    public void have_no_history_of_what_was_never_there()
    {
        Assert.Throws<UnreadableEventException>(() => Given(First, First));
        Assert.Throws<UnreadableEventException>(() => Given(First, new LogKeyRetired(2_000, B)));
    }

    [Fact]
    public void are_good_for_sizes_that_cover_their_activation_and_not_their_retirement()
    {
        var spans = LogKeySpans.Of([Recorded(3, First), Recorded(10, Second), Recorded(11, new LogKeyRetired(2_000, A))]);

        Assert.Equal(
            ["", "", "a", "a", "ab", "b", "b"],
            new long[] { 0, 3, 4, 10, 11, 12, 99 }.Select(size => string.Concat(spans.GoodAt(size).Select(key => key.Key.N))));
        Assert.Equal((B, Name), (spans.Active!.Key.Kid, spans.Origin));
    }

    private static Decision<ILogKeyEvent> Rotate(LogKeysState state, long at) => LogKeysDecider.Rotate(state, new NewLogKey(B, "b", 3072, "hsm", "ed"), At(at));

    private static NewLogKey Key(Kid kid) => new(kid, kid == A ? "a" : "b", 2048, "file", null);

    private static LogKeysState Given(params ILogKeyEvent[] events) => Fold(LogKeysState.Initial, LogKeysState.Evolve, events);

    private static RecordedEvent Recorded(long position, ILogKeyEvent @event) =>
        new("acme", position, LogKeysState.Stream, 0, DateTimeOffset.UnixEpoch, "spec", "c", @event);

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
