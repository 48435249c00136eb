using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Revocation;
using Microsoft.Extensions.Logging;

namespace Argus.ResourceServer.Telemetry;

/// <summary>Tells the log and the meter what became of documents.</summary>
internal sealed class Observer(ILogger logger, GuardMeter meter)
{
    public ILogger Logger => logger;

    public GuardMeter Meter => meter;

    public void KeysRefreshed(string issuer, int count)
    {
        meter.DocumentFetched("keys", issuer, "ok");
        GuardLog.KeysRefreshed(logger, issuer, count);
    }

    /// <param name="issuer">Whose.</param>
    /// <param name="fault">Of <see cref="Fetched"/>.</param>
    /// <param name="age">Of those that one has; null for none.</param>
    public void KeysNotRefreshed(string issuer, string fault, TimeSpan? age)
    {
        meter.DocumentFetched("keys", issuer, fault);
        GuardLog.KeysNotRefreshed(logger, issuer, fault, age);
    }

    public void BundleRefreshed(string anchor, int peers)
    {
        meter.DocumentFetched("bundle", anchor, "ok");
        GuardLog.BundleRefreshed(logger, anchor, peers);
    }

    public void BundleNotRefreshed(string anchor, string fault, TimeSpan? age)
    {
        meter.DocumentFetched("bundle", anchor, fault);
        GuardLog.BundleNotRefreshed(logger, anchor, fault, age);
    }

    public void RevocationsRefreshed(string issuer, FeedDocument document)
    {
        meter.DocumentFetched(document.IsSnapshot ? "snapshot" : "delta", issuer, "ok");
        if (document.IsSnapshot || document.Items.Count > 0)
            GuardLog.RevocationsRefreshed(logger, issuer, document.Items.Count, document.Epoch);
    }

    /// <param name="issuer">Whose.</param>
    /// <param name="kind">What was asked for: <c>snapshot</c> or <c>delta</c>.</param>
    /// <param name="fault">A word of our own.</param>
    /// <param name="age">Of what one knows; null for nothing.</param>
    public void RevocationsNotRefreshed(string issuer, string kind, string fault, TimeSpan? age)
    {
        meter.DocumentFetched(kind, issuer, fault);
        GuardLog.RevocationsNotRefreshed(logger, issuer, fault, age);
    }
}
