using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using static Argus.Specs.Domain.Families.FamilyHistory;

namespace Argus.Specs.Domain.Families;

/// <summary>Runs a history through the decider as nodes do, over a stream with expected versions, and through the model beside it.</summary>
internal sealed class FamilyRun
{
    private readonly SortedDictionary<string, int> _happened;
    private readonly FamilyCommands _history;
    private readonly FamilyModel _model;
    private readonly List<(IFamilyEvent Event, DateTimeOffset Time)> _stream = [];
    private readonly List<string> _made = ["rt0"];
    private readonly Dictionary<string, string> _successors = [];
    private readonly string? _key;
    private DateTimeOffset _now = Start;
    private bool _disabled;
    private bool _killedOutside;
    private int _names;

    public FamilyRun(FamilyCommands history, SortedDictionary<string, int> happened)
    {
        _history = history;
        _happened = happened;
        _key = history.IsBound ? Key : null;
        _model = new FamilyModel(Start, TimeSpan.FromDays(30), _key);
        Append(0, Authorized);
        Append(1, new FamilyOpened(_key, "rt0", Start.AddDays(30).ToUnixTimeSeconds(), null, 0, Token));
    }

    private static TokenIssued Token { get; } = Samples.FamilyToken("t");

    public void Run()
    {
        foreach (var command in _history.Commands)
        {
            switch (command)
            {
                case FamilyCommand.Present present:
                    for (var i = 0; i < present.Times; i++)
                        Present(present);
                    break;
                case FamilyCommand.Wait wait:
                    _now += wait.For;
                    break;
                case FamilyCommand.Confirm confirm:
                    Same(_model.Confirm(_made.Count - 1 - confirm.Behind), FamilyDecider.Confirm(Fold(), _made.Count - 1 - confirm.Behind));
                    break;
                case FamilyCommand.Revoke:
                    Same(_model.Revoke(), FamilyDecider.Revoke(Fold(), "any"));
                    break;
                case FamilyCommand.RevokeOutside:
                    _killedOutside = true;
                    break;
                default:
                    _disabled = command is FamilyCommand.Disable;
                    break;
            }

            CheckLives();
        }
    }

    private void Present(FamilyCommand.Present command)
    {
        var token = command.Behind < 0 ? "never made" : _made[Math.Max(0, _made.Count - 1 - command.Behind)];
        var presentation = new Presentation(
            token, command.Own ? Samples.Orders : Thief, command.Bound ? _key : "another", _killedOutside ? "revoked" : null, _disabled ? "disabled" : null);
        var seen = Fold();
        var decided = Decide(seen, presentation);
        if (command.Fate == Fate.NeverAppended)
            return;
        if (command.Fate == Fate.Raced)
            Settle(command, presentation, Fold(), Decide(Fold(), presentation));
        Settle(command, presentation, seen, decided);
    }

    /// <summary>Appends what was decided, or decides again where another was faster; what holds in the end is compared with the model.</summary>
    private void Settle(FamilyCommand.Present command, Presentation presentation, FamilyState seen, Decided decided)
    {
        var expected = _model.Present(presentation.Digest, command.Own, presentation.Binding, _disabled, _killedOutside, _now);
        while (decided.Event is { } @event ? !Append(seen.Version, @event) : seen.Version != _stream.Count)
        {
            Count("re-decided");
            seen = Fold();
            decided = Decide(seen, presentation);
        }

        Check(expected.Event == decided.Event?.GetType().Name, $"{command} with {presentation.Digest} gave {decided.Event?.ToString() ?? "nothing"}, and not {expected}");
        Check(expected.Text is null || expected.Text == TextOf(decided.Event), $"{command} gave {decided.Event}, and not {expected}");
        Check(expected.Token == "new" ? decided.Token is not null && !_made.Contains(decided.Token) : expected.Token == decided.Token, $"{command} was answered with {decided.Token}, and not {expected}");
        Check(decided.Token is null || !(_model.IsDead || _killedOutside), $"{command} was answered after the end.");
        if (decided.Token is { } successor)
            Check(_successors.TryAdd(presentation.Digest, successor) || _successors[presentation.Digest] == successor, $"{presentation.Digest} has two successors.");
        if (expected.Token == "new")
            _made.Add(decided.Token!);
        _model.Happened(expected, decided.Token, _stream[^1].Time);
        Count($"{expected.Event ?? "nothing"} {expected.Text}".TrimEnd());
    }

    private Decided Decide(FamilyState state, Presentation presentation)
    {
        var verdict = FamilyDecider.Present(state, presentation, Terms, _now);
        switch (verdict.Outcome)
        {
            case FamilyOutcome.Rotate:
                var successor = $"rt{++_names}";
                return new Decided(successor, new RefreshRotated(successor, state.Generation + 1, null, 0, Token));
            case FamilyOutcome.Retry:
                return new Decided(state.Head, new RefreshRetried(state.Generation, null, verdict.Reason!, 0, Token));
            default:
                return new Decided(null, verdict.Events.SingleOrDefault());
        }
    }

    /// <summary>A live refresh token is one that would be exchanged now. Nothing of a dead family is answered at all.</summary>
    private void CheckLives()
    {
        var state = Fold();
        var verdicts = _made.Select(token => FamilyDecider.Present(state, new Presentation(token, Samples.Orders, _key, _killedOutside ? "revoked" : null), Terms, _now)).ToList();

        Check(verdicts.Count(verdict => verdict.Outcome == FamilyOutcome.Rotate) <= 1, "Two refresh tokens live.");
        Check(!(_model.IsDead || _killedOutside) || verdicts.All(verdict => verdict.Outcome == FamilyOutcome.Refuse), "Something lives after the end.");
    }

    private bool Append(int expectedVersion, IFamilyEvent @event)
    {
        if (_stream.Count != expectedVersion)
            return false;
        _stream.Add((@event, _stream.Count > 0 && _stream[^1].Time > _now ? _stream[^1].Time : _now));
        return true;
    }

    private FamilyState Fold() => _stream.Select((entry, i) => (entry, i)).Aggregate(
        FamilyState.Initial, (state, next) => FamilyState.Evolve(state, next.entry.Event, next.entry.Time, next.i));

    private void Same(bool expected, Decision<IFamilyEvent> decision)
    {
        Check(expected == (decision.Events.Count == 1), $"{string.Join(", ", decision.Events)}, where the model says {expected}");
        foreach (var @event in decision.Events)
        {
            Append(_stream.Count, @event);
            if (@event is RefreshConfirmed)
                Count("confirmed");
        }
    }

    private static string? TextOf(IFamilyEvent? @event) => @event switch
    {
        RefreshRetried retried => retried.Kind,
        FamilyRevoked revoked => revoked.Reason,
        _ => null,
    };

    private void Count(string what) => _happened[what] = _happened.GetValueOrDefault(what) + 1;

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    private readonly record struct Decided(string? Token, IFamilyEvent? Event);
}
