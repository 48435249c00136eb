using Argus.Domain.Families;

namespace Argus.Specs.Domain.Families;

/// <summary>
/// What a family must do, written from the table alone and by other means than the product: a list of refresh tokens and when each was made.
/// </summary>
internal sealed class FamilyModel(DateTimeOffset openedAt, TimeSpan lifetime, string? key)
{
    private readonly List<(string Token, DateTimeOffset MadeAt)> _made = [("rt0", openedAt)];
    private int _concurrent;
    private int _lost;
    private int _refusals;
    private bool _seen;

    public bool IsDead { get; private set; }

    /// <summary>What comes of it: a result, and the type and text of the event.</summary>
    public Expected Present(string token, bool own, string? with, bool disabled, bool killedOutside, DateTimeOffset now)
    {
        var number = _made.FindIndex(made => made.Token == token);
        var behind = _made.Count - 1 - number;
        if (number < 0)
            return Expected.Nothing;
        if (IsDead || killedOutside || now.ToUnixTimeSeconds() >= (openedAt + lifetime).ToUnixTimeSeconds() || now - _made[^1].MadeAt >= FamilyHistory.Terms.IdleLifetime)
            return Refusal(nameof(RefreshRejected));
        if (!own)
            return Death("client_mismatch");
        if (with != key)
            return Refusal(nameof(RefreshBindingMismatched));
        if (behind == 0)
            return disabled ? Refusal(nameof(RefreshRejected)) : new Expected("new", nameof(RefreshRotated), null);
        if (behind > 1)
            return Death("reuse");

        var age = (now - _made[^1].MadeAt).TotalSeconds;
        if (age <= 5)
            return _concurrent >= 32 ? Expected.Nothing : disabled ? Refusal(nameof(RefreshRejected)) : new Expected(_made[^1].Token, nameof(RefreshRetried), "concurrent");
        if (age > 30 || _seen || _lost >= 3)
            return Death("reuse");
        return disabled ? Refusal(nameof(RefreshRejected)) : new Expected(_made[^1].Token, nameof(RefreshRetried), "lost_response");
    }

    /// <summary>It is durable.</summary>
    public void Happened(Expected expected, string? successor, DateTimeOffset at)
    {
        switch (expected.Event)
        {
            case nameof(RefreshRotated):
                _made.Add((successor!, at));
                (_concurrent, _lost, _seen) = (0, 0, false);
                break;
            case nameof(RefreshRetried) when expected.Text == "concurrent":
                _concurrent++;
                break;
            case nameof(RefreshRetried):
                _lost++;
                break;
            case nameof(RefreshRejected) or nameof(RefreshBindingMismatched):
                _refusals++;
                break;
            case nameof(FamilyRevoked):
                IsDead = true;
                break;
        }
    }

    public bool Confirm(int generation)
    {
        if (IsDead || generation < 1 || generation != _made.Count - 1 || _seen)
            return false;
        return _seen = true;
    }

    public bool Revoke() => !IsDead && (IsDead = true);

    private Expected Refusal(string @event) => _refusals < 32 ? new Expected(null, @event, null) : Expected.Nothing;

    private static Expected Death(string reason) => new(null, nameof(FamilyRevoked), reason);

    /// <param name="Token">The refresh token that is answered with; <c>new</c> for one that nobody has had; null for a refusal.</param>
    /// <param name="Event">The event's type; null for none.</param>
    /// <param name="Text">Its kind or reason, where that is told.</param>
    internal sealed record Expected(string? Token, string? Event, string? Text)
    {
        public static Expected Nothing { get; } = new(null, null, null);
    }
}
