using Argus.Domain.Kernel;

namespace Argus.Domain.Tokens;

/// <summary>An issued access token, folded from its stream.</summary>
public sealed record TokenState
{
    public static TokenState Initial { get; } = new();

    public TokenIssued? Issued { get; private init; }

    public bool Revoked { get; private init; }

    public static string StreamOf(Jti token) => $"token:{token}";

    public static TokenState Evolve(TokenState state, ITokenEvent @event) => @event switch
    {
        TokenIssued issued => state with { Issued = issued },
        TokenRevoked => state with { Revoked = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a token."),
    };
}
