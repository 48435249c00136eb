using Argus.Domain.Kernel;

namespace Argus.Domain.Tokens;

/// <summary>An issued access token, folded from its stream: what decisions about it need, and no more, for there are many.</summary>
public sealed record TokenState
{
    public static TokenState Initial { get; } = new();

    public bool Issued { get; private init; }

    public Jti Jti { get; private init; }

    /// <summary>To whom.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>NumericDate seconds.</summary>
    public long Exp { get; private init; }

    public bool Revoked { get; private init; }

    public static string StreamOf(Jti token) => $"token:{token}";

    public static TokenState Evolve(TokenState state, ITokenEvent @event) => @event switch
    {
        TokenIssued issued => new TokenState { Issued = true, Jti = issued.Jti, ClientId = issued.ClientId, Exp = issued.Exp },
        TokenRevoked => state with { Revoked = true },
        _ => throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a token."),
    };
}
