using System.Diagnostics.Metrics;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Receipts;

/// <summary>What can be counted of receipts. Tags are the issuers of the configuration and words of this library.</summary>
internal sealed class ReceiptMeter(IMeterFactory meters)
{
    private readonly Counter<long> _batches = meters.Create(GuardMeter.Name).CreateCounter<long>(
        "argus.rs.receipts.batches", "{batch}", "Batches of receipts that were sent, by what the issuer said: taken, not_now, out_of_sequence.");

    private readonly Counter<long> _lost = meters.Create(GuardMeter.Name).CreateCounter<long>(
        "argus.rs.receipts.lost", "{batch}", "Batches of receipts that were given up, by why: no_room, refused, too_old.");

    public void Sent(string issuer, string answer) => _batches.Add(1, new KeyValuePair<string, object?>("issuer", issuer), new KeyValuePair<string, object?>("answer", answer));

    public void Lost(string issuer, string why) => _lost.Add(1, new KeyValuePair<string, object?>("issuer", issuer), new KeyValuePair<string, object?>("reason", why));
}
