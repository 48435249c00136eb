using Argus.Authority.Devices;
using Argus.Domain.Kernel;
using Argus.Specs.Domain;

namespace Argus.Specs.Authority.Devices;

public class Guessing_user_codes
{
    private const string Here = "192.0.2.1";

    private static readonly SessionId Session = SessionId.From(Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"));

    private readonly ManualClock _clock = new();
    private readonly CodeGuesses _guesses;

    public Guessing_user_codes() => _guesses = new CodeGuesses(_clock);

    [Fact]
    public void ends_with_the_tenth_wrong_one_of_a_source_until_ten_minutes_after_the_first()
    {
        Guess(10, Here, null);
        Assert.False(Try(Here));
        _clock.Advance(CodeGuesses.Window - TimeSpan.FromSeconds(1));
        Assert.False(Try(Here));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Try(Here));
    }

    [Fact]
    public void ends_with_the_tenth_wrong_one_of_a_session_wherever_it_is()
    {
        for (var i = 0; i < 10; i++)
            Guess(1, $"198.51.100.{i}", Session);

        Assert.False(Try("203.0.113.1", Session));
        Assert.True(Try("203.0.113.1"));
    }

    [Fact]
    public void keeps_nobody_else_from_typing()
    {
        Guess(10, Here, null);

        Assert.True(Try("192.0.2.2"));
        Assert.True(_guesses.TryBegin(TenantId.System, Here, null));
    }

    [Fact]
    public void is_not_what_a_right_code_is()
    {
        for (var time = 0; time < 100; time++)
        {
            Assert.True(Try(Here, Session));
            _guesses.WasRight(Samples.Acme, Here, Session);
        }

        Guess(10, Here, Session);
        Assert.False(Try(Here, Session));
    }

    [Fact]
    public void at_once_is_no_way_round_the_bound()
    {
        var begun = 0;

        Parallel.For(0, 100, _ => Interlocked.Add(ref begun, Try(Here) ? 1 : 0));

        Assert.Equal(CodeGuesses.MostWrong, begun);
    }

    [Fact]
    public void from_a_network_of_one_owner_is_from_one_source()
    {
        for (var i = 0; i < 10; i++)
            Guess(1, $"2001:db8::{i:x}", null);

        Assert.False(Try("2001:db8::ffff"));
        Assert.True(Try("2001:db8:0:1::1"));
    }

    private void Guess(int times, string source, SessionId? session)
    {
        for (var time = 0; time < times; time++)
            Assert.True(Try(source, session));
    }

    private bool Try(string source, SessionId? session = null) => _guesses.TryBegin(Samples.Acme, source, session);
}
