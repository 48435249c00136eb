using Microsoft.Extensions.Logging;

namespace Argus.ResourceServer.Receipts;

/// <summary>Tells the log and the meter what became of batches.</summary>
internal sealed partial class ReceiptObserver(ILogger logger, ReceiptMeter meter, string issuer)
{
    public void Taken() => meter.Sent(issuer, "taken");

    public void NotNow(int failures)
    {
        meter.Sent(issuer, "not_now");
        LogNotNow(logger, issuer, failures);
    }

    public void OutOfSequence()
    {
        meter.Sent(issuer, "out_of_sequence");
        LogOutOfSequence(logger, issuer);
    }

    /// <param name="why">One of the meter's words.</param>
    public void Lost(string why)
    {
        meter.Lost(issuer, why);
        LogLost(logger, issuer, why);
    }

    [LoggerMessage(EventId = 620, Level = LogLevel.Warning, Message = "{Issuer} has not taken a batch of receipts; tries that failed in a row: {Failures}")]
    private static partial void LogNotNow(ILogger logger, string issuer, int failures);

    [LoggerMessage(EventId = 621, Level = LogLevel.Warning, Message = "{Issuer} does not go on with this verifier; receipts are handed in as another one")]
    private static partial void LogOutOfSequence(ILogger logger, string issuer);

    [LoggerMessage(EventId = 622, Level = LogLevel.Error, Message = "A batch of receipts for {Issuer} is lost: {Why}")]
    private static partial void LogLost(ILogger logger, string issuer, string why);
}
