using FsCheck;
using FsCheck.Fluent;

namespace Argus.Specs.Domain.Families;

/// <summary>
/// Whatever is presented, by whomever, at whatever time, with whatever answers and appends lost and however many nodes at work: result and event are the
/// model's, one refresh token lives at most, a dead family stays dead, and a refresh token has one successor. On failure the shortest history is printed.
/// </summary>
public class A_family_of_any_history
{
    private const int Commands = 40;

    private static readonly Gen<FamilyCommand> Presentations =
        from behind in Gen.Elements(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 9, -1)
        from own in Gen.Choose(0, 39)
        from bound in Gen.Choose(0, 24)
        from fate in Gen.Elements(Fate.Answered, Fate.Answered, Fate.Answered, Fate.AnswerLost, Fate.NeverAppended, Fate.Raced, Fate.Raced)
        from times in Gen.Elements(1, 1, 1, 1, 1, 1, 1, 2, 4, 34)
        select (FamilyCommand)new FamilyCommand.Present(behind, own > 0, bound > 0, fate, times);

    private static readonly Gen<FamilyCommand> Others = Gen.Frequency<FamilyCommand>(
        (60, from ticks in Gen.Elements(1, 10_000_000, 40_000_000, 50_000_000, 50_000_001, 200_000_000, 250_000_000, 300_000_000, 300_000_001) select (FamilyCommand)new FamilyCommand.Wait(TimeSpan.FromTicks(ticks))),
        (8, from seconds in Gen.Elements(3_600, 86_400, 604_799, 604_800, -1, -5, -60, -3_600) select (FamilyCommand)new FamilyCommand.Wait(TimeSpan.FromSeconds(seconds))),
        (20, from behind in Gen.Elements(0, 0, 0, 1, -1) select (FamilyCommand)new FamilyCommand.Confirm(behind)),
        (8, Gen.Constant((FamilyCommand)new FamilyCommand.Disable())),
        (16, Gen.Constant((FamilyCommand)new FamilyCommand.Enable())),
        (1, Gen.Constant((FamilyCommand)new FamilyCommand.Revoke())),
        (1, Gen.Constant((FamilyCommand)new FamilyCommand.RevokeOutside())));

    private static readonly Gen<FamilyCommands> Histories =
        from bound in Gen.Elements(true, false, false)
        from commands in Gen.ArrayOf(Gen.Frequency((3, Presentations), (2, Others)), Commands)
        select new FamilyCommands(bound, commands);

    [Fact]
    public void does_what_the_table_says()
    {
        var happened = new SortedDictionary<string, int>(StringComparer.Ordinal);

        // A fixed start: what failed once fails again.
        var config = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(new Replay(new Rnd(20_260_301), null)).WithName("family").WithQuietOnSuccess(true);
        Check.One(config, Prop.ForAll(Arb.From(Histories, history => history.Shorter()), history => new FamilyRun(history, happened).Run()));

        // Nothing is proved by histories in which nothing happens.
        string[] all =
        [
            "FamilyRevoked client_mismatch", "FamilyRevoked reuse", "RefreshBindingMismatched", "RefreshRejected", "RefreshRetried concurrent", "RefreshRetried lost_response",
            "RefreshRotated", "confirmed", "nothing", "re-decided",
        ];
        Assert.Equal(all, happened.Keys);
        Assert.All(happened, count => Assert.True(count.Value > 300, $"{count.Key}: {count.Value}"));
    }
}
