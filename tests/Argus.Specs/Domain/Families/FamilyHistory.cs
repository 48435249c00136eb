using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;

namespace Argus.Specs.Domain.Families;

/// <summary>A family as its stream tells it, and the time. The refresh token of generation n has the digest <c>rtn</c>.</summary>
internal sealed record FamilyHistory
{
    public const string Challenge = "challenge";
    public const string Callback = "https://app.example/cb";
    public const string Key = "key";

    public static readonly ClientId Thief = TextId.Parse<ClientId>("thief");
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly RefreshTerms Terms = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromDays(7));

    public static readonly FamilyAuthorized Authorized = new(
        "1", NameSet.Of("pwd"), 1_200, Samples.Orders, new AuthorizationCode(Challenge, "code", null, Start.AddSeconds(60).ToUnixTimeSeconds(), Callback), null,
        NameSet.Of("https://api.example"), NameSet.Of(["offline_access", "read"]), null, Samples.Subject);

    public static readonly FamilyDeviceRequested DeviceRequested =
        new(Samples.Orders, "device code", Start.AddSeconds(600).ToUnixTimeSeconds(), NameSet.Of("https://api.example"), NameSet.Of("read"));

    public static readonly FamilyAuthorized DeviceAuthorized = Authorized with { Code = null };

    public FamilyState State { get; private init; } = FamilyState.Initial;

    public DateTimeOffset Now { get; private init; } = Start;

    public static FamilyHistory Of(params IFamilyEvent[] events) => new FamilyHistory().Then(events);

    /// <summary>A family with its first refresh token, of 30 days, made now.</summary>
    public static FamilyHistory Opened(string? binding = null) =>
        Of(Authorized, new FamilyOpened(binding, "rt0", Start.AddDays(30).ToUnixTimeSeconds(), null, 0, Token(1)));

    /// <summary>The same, with a live refresh token of this generation, made now.</summary>
    public static FamilyHistory At(int generation, string? binding = null)
    {
        var family = Opened(binding);
        for (var i = 0; i < generation; i++)
            family = family.After(60).Rotated();
        return family;
    }

    public FamilyHistory After(double seconds) => this with { Now = Now.AddSeconds(seconds) };

    public FamilyHistory Then(params IFamilyEvent[] events) => this with
    {
        State = events.Aggregate(State, (state, @event) => FamilyState.Evolve(state, @event, Now, position: 10 + state.Version)),
    };

    public FamilyHistory Rotated() => Then(new RefreshRotated($"rt{State.Generation + 1}", State.Generation + 1, null, 10, Token(State.Version)));

    public FamilyHistory Retried(string kind) => Then(new RefreshRetried(State.Generation, null, kind, 10, Token(State.Version)));

    public FamilyHistory Times(int times, Func<FamilyHistory, FamilyHistory> step) => Enumerable.Range(0, times).Aggregate(this, (family, _) => step(family));

    public FamilyVerdict Present(Presentation presented) => FamilyDecider.Present(State, presented, Terms, Now);

    public FamilyVerdict Present(int generation) => Present(Rt(generation));

    public static Presentation Rt(int generation) => new($"rt{generation}", Samples.Orders);

    /// <summary>Refused with these events; asked again on the result, refused again and without another end.</summary>
    public void Refuses(Presentation presented, string reason, params IFamilyEvent[] events)
    {
        Present(presented).Is(FamilyOutcome.Refuse, reason, events);

        var again = Then(events).Present(presented);
        Assert.Equal(FamilyOutcome.Refuse, again.Outcome);
        Assert.NotNull(again.Reason);
        Assert.DoesNotContain(again.Events, @event => @event is FamilyRevoked && events.Any(first => first is FamilyRevoked));
    }

    private static TokenIssued Token(int version) =>
        new(null, NameSet.Of("https://api.example"), Samples.Orders, null, "digest", 1_600, 1_300, Jti.Of(new FamilyId(7), version), Samples.Kid, null, null, "read", Samples.JtiText);
}

internal static class Judging
{
    public static void Is(this FamilyVerdict verdict, FamilyOutcome outcome, string? reason = null, params IFamilyEvent[] events)
    {
        Assert.Equal((outcome, reason), (verdict.Outcome, verdict.Reason));
        Assert.Equal(events, verdict.Events);
    }
}
