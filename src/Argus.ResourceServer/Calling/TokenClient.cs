using Argus.ResourceServer.Calling.Cache;
using Argus.ResourceServer.Calling.Credentials;
using Argus.ResourceServer.Calling.Dpop;
using Argus.ResourceServer.Calling.Issuer;

namespace Argus.ResourceServer.Calling;

/// <summary>One client at one issuer, with the tokens that it has.</summary>
internal sealed class TokenClient : ITokenSource, IDisposable
{
    private readonly ArgusClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly TokenEndpoint _endpoint;
    private readonly Outage _outage;
    private readonly TokenCache _cache;
    private readonly DpopKey? _key;

    public TokenClient(ArgusClientOptions options, IssuerHttp http, TokenClientMetrics metrics)
    {
        _options = options;
        _clock = http.Clock;
        _key = options.Dpop ? new DpopKey() : null;
        Dpop = _key is null ? null : new DpopProofs(_key, _clock);
        _endpoint = new TokenEndpoint(new IssuerMetadata(options, http), Credential(options, _clock), Dpop, http);
        _outage = new Outage(_clock);
        _cache = new TokenCache(options.MostTokens, () => new TokenSlot(this, metrics, _clock), _clock);
    }

    /// <summary>What proves possession of the key that the tokens are bound to; null for bearer tokens, and for those bound to a certificate.</summary>
    public DpopProofs? Dpop { get; }

    /// <summary>How many tokens have a place here.</summary>
    public int Kept => _cache.Count;

    public ValueTask<TokenOutcome> GetAsync(TokenWish wish, CancellationToken cancellation) => Slot(wish).GetAsync(wish, cancellation);

    /// <summary>An API refused the token.</summary>
    /// <returns>Whether another one may be had.</returns>
    public bool Drop(TokenWish wish, string token) => Slot(wish).Drop(token);

    async Task<TokenOutcome> ITokenSource.FetchAsync(TokenWish wish)
    {
        using var timer = new CancellationTokenSource(_options.Timeout, _clock);
        try
        {
            if (await _outage.EnterAsync(timer.Token).ConfigureAwait(false) is { } failure)
                return failure;
        }
        catch (OperationCanceledException e)
        {
            return TokenFailure.OfIssuer(TokenError.TemporarilyUnavailable, e);
        }

        TokenOutcome outcome = TokenFailure.OfIssuer(TokenError.ServerError);
        try
        {
            outcome = await _endpoint.RequestAsync(wish, timer.Token).ConfigureAwait(false);
        }
        finally
        {
            outcome = _outage.Leave(outcome);
        }

        return outcome;
    }

    public void Dispose() => _key?.Dispose();

    private TokenSlot Slot(TokenWish wish) =>
        _cache.Slot(new TokenKey(_options.Issuer, _options.ClientId, wish.Audience, wish.Scope, Binding(), wish.Subject));

    private string Binding() => Dpop?.Thumbprint ?? _options.Certificate?.Thumbprint ?? "";

    private static IClientCredential Credential(ArgusClientOptions options, TimeProvider clock) => options switch
    {
        { ClientSecret: { } secret } => new SecretCredential(options.ClientId, secret),
        { SigningKey: { } key } => new AssertionCredential(options.Issuer, options.ClientId, key, clock),
        _ => new CertificateCredential(options.ClientId),
    };
}
