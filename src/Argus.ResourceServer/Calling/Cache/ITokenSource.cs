namespace Argus.ResourceServer.Calling.Cache;

/// <summary>Where tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>Asks once, in bounded time.</summary>
    Task<TokenOutcome> FetchAsync(TokenWish wish);
}
