using System.Diagnostics.Metrics;
using Argus.Jose;
using Argus.ResourceServer;
using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Guarding;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Receipts;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Telemetry;
using Argus.Specs.Jose;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.ResourceServers;

/// <summary>A resource server on a clock that stands still, with an issuer that has one key, as long as a spec wants nothing else.</summary>
internal sealed class Protected : IAsyncDisposable, IRevocationViews, IRevocationView, IMeterFactory
{
    public const string Orders = "orders.read";

    private readonly CancellationTokenSource _stop = new();
    private readonly Observer _observer;
    private readonly SchemeGuard _guard;
    private readonly Task _work;
    private Meter? _meter;

    public Protected(FakeIssuers issuers, Action<ArgusOptions>? configure = null, IEnumerable<IDecisionSink>? sinks = null)
    {
        var options = new ArgusOptions { Audience = Forge.Audience, Backchannel = issuers, TimeProvider = Clock };
        options.Issuers.Add(Forge.Issuer);
        configure?.Invoke(options);
        _observer = new Observer(NullLogger.Instance, new GuardMeter(this));
        _guard = new GuardFactory(this, sinks ?? [], Known, _observer).Make(options);
        Demands = _guard.Demands;
        _work = Task.WhenAll(_guard.Kept.Select(kept => kept.KeepAsync(_stop.Token)));
    }

    public ManualClock Clock { get; } = new();

    public KnownKeys Known { get; } = new();

    public OperationDemands Demands { get; }

    public RevocationAnswer Revoked { get; set; } = RevocationAnswer.NotRevoked;

    public TokenGuard Guard => _guard.Guard;

    public SchemeGuard Scheme => _guard;

    public Meter? Meter => _meter;

    /// <summary>With the first fetch of everything done.</summary>
    public static async Task<Protected> StartAsync(FakeIssuers issuers, Action<ArgusOptions>? configure = null)
    {
        var api = new Protected(issuers, configure);
        await api.SettleAsync();
        return api;
    }

    /// <summary>Until all that is kept current waits for its next time.</summary>
    public async Task SettleAsync()
    {
        for (var polls = 0; Clock.Sleeping < _guard.Kept.Count; polls++)
        {
            Assert.True(polls < 10_000, "something is still being fetched");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await SettleAsync();
    }

    public async Task<string> ReasonAsync(string token, HttpContext? request = null, OperationDemand? demand = null, bool isDpop = false) =>
        (await JudgeAsync(token, request, demand, isDpop)).Reason;

    /// <summary>Presents the token until its signature is remembered.</summary>
    public async Task RememberAsync(string token)
    {
        Assert.Equal(ReasonCode.Accepted, await ReasonAsync(token));
        Assert.Equal(ReasonCode.Accepted, await ReasonAsync(token));
    }

    public async Task<Verdict> JudgeAsync(string token, HttpContext? request = null, OperationDemand? demand = null, bool isDpop = false) =>
        await Guard.JudgeAsync(new PresentedToken(token.AsMemory(), isDpop), demand ?? Demands.Of(null), request, CancellationToken.None);

    public static string Token(SigningKey key, string more = "", string? aud = null, string? iss = null, string? jti = null, string header = "") => Forge.Sign(
        key, Forge.Header(key, header), Forge.Payload(aud: aud ?? $"\"{Forge.Audience}\"", iss: iss ?? $"\"{Forge.Issuer}\"", jti: jti ?? $"\"{Guid.CreateVersion7()}\"", more: more));

    IRevocationView IRevocationViews.Of(RevocationSource source) => this;

    RevocationAnswer IRevocationView.Ask(AccessToken token) => Revoked;

    Meter IMeterFactory.Create(MeterOptions options) => _meter ??= new Meter(options);

    void IDisposable.Dispose() => _meter?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        _meter?.Dispose();
    }
}
