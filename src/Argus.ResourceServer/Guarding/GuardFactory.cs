using Argus.Jose;
using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Receipts;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Telemetry;
using Argus.ResourceServer.Trust;
using Argus.ResourceServer.Validation;

namespace Argus.ResourceServer.Guarding;

/// <summary>Puts together what a scheme is configured for.</summary>
internal sealed class GuardFactory(IRevocationViews revocations, IEnumerable<IDecisionSink> sinks, KnownKeys known, Observer observer)
{
    public SchemeGuard Make(ArgusOptions options)
    {
        var clock = options.TimeProvider ?? TimeProvider.System;
        var fetcher = DocumentFetcher.Over(options.Backchannel, clock);
        var keys = options.Issuers.Select(issuer => new IssuerKeys(issuer, fetcher, options.KeysStaleFor, clock, observer)).ToArray();
        foreach (var each in keys)
            known.Add(each);
        var issuers = keys.Select(each => Trusted(each, options, fetcher)).ToArray();
        var bundle = BundleOf(options, issuers, fetcher, clock);

        observer.Meter.ObserveAges("argus.rs.keys.age", "Time since the issuer was last heard to say that these are its keys.", () => keys.Select(each => (each.Issuer, each.KeyAge)));
        if (bundle is not null)
            observer.Meter.ObserveAges("argus.rs.bundle.age", "Time since the anchor was last heard to say that this is its trust bundle.", () => [(bundle.Anchor, bundle.Age)]);

        var trusted = new TrustedIssuers(issuers, bundle);
        var verifier = new TokenVerifier(trusted, new RememberedTokens(options.RememberedTokens), clock, observer.Meter);
        var guard = new TokenGuard(
            verifier,
            new TokenBindings(CheckersFor(options, clock), options.RequireConfirmation),
            options.SingleUse ? new UsedOnce(options.SingleUseCapacity, clock) : null,
            options.ClockTolerance);
        IEnumerable<object?> kept = [.. keys, bundle, .. issuers.Select(issuer => issuer.Revocations)];
        return new SchemeGuard(guard, trusted, new OperationDemands(options), new Decisions(observer, sinks), [.. kept.OfType<IKeptCurrent>()]);
    }

    private TrustedIssuer Trusted(IssuerKeys keys, ArgusOptions options, DocumentFetcher fetcher)
    {
        // The audience is each operation's to ask for.
        var rules = new TokenRules { Issuer = keys.Issuer, Typ = TokenType.AccessToken, ClockSkew = options.ClockTolerance, MaxLifetime = options.MaxTokenLifetime };
        IRevocationView view = options.Revocation == RevocationMode.None
            ? new NoRevocations()
            : revocations.Of(new RevocationSource(keys.Issuer, keys, fetcher, options.MaxStaleness, options));
        return new TrustedIssuer(rules, keys, view);
    }

    private BundleCache? BundleOf(ArgusOptions options, TrustedIssuer[] issuers, DocumentFetcher fetcher, TimeProvider clock)
    {
        if (options.TrustBundle is not { } address) return null;
        var anchor = IssuerAddress.OfTrustBundle(address, options.Issuers);
        return new BundleCache(address, issuers.Single(issuer => issuer.Name == anchor), fetcher, clock, observer);
    }

    private static IEnumerable<IProofChecker> CheckersFor(ArgusOptions options, TimeProvider clock)
    {
        yield return new CertificateProof();
        if (DpopBinding.AddressFor(options) is { } address) yield return new DpopBinding(address, new UsedOnce(options.SingleUseCapacity, clock), clock);
    }
}
