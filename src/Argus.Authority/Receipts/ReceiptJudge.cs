using System.Buffers.Text;
using Argus.Authority.Families;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Jose.Receipts;
using Argus.Log;

namespace Argus.Authority.Receipts;

/// <summary>
/// Compares what resource servers accepted with what the log says was issued. A token that is there was seen in use; one that is not was signed by somebody else
/// who has a key.
/// </summary>
public sealed class ReceiptJudge(IssuedTokens issuedTokens, Confirmations confirmations, Aggregates aggregates)
{
    /// <summary>May be repeated: nothing is put on record twice by it.</summary>
    /// <exception cref="LogUnavailableException">Not all were judged.</exception>
    public async ValueTask JudgeAsync(TenantView tenant, SignedReceipts receipts, Origin origin)
    {
        foreach (var receipt in receipts.Batch.Receipts)
        {
            if (receipt is { Reason: Receipt.Accepted, JwtId: { } jti })
                await JudgeAsync(tenant, receipt.Digest, jti, origin).ConfigureAwait(false);
        }
    }

    private async ValueTask JudgeAsync(TenantView tenant, string digest, string jwtId, Origin origin)
    {
        var isIssued = Jti.TryParse(jwtId, out var jti);
        if (isIssued && await issuedTokens.FindAsync(tenant.Id, jti, Base64Url.DecodeFromChars(digest)).ConfigureAwait(false) is { } issuance)
        {
            if (jti.Family is { } family)
                confirmations.Seen(tenant.Id, family, issuance.Generation);
            return;
        }

        await aggregates.RecordAsync(tenant.Id, UnloggedTokenSeen.StreamOf(digest), new UnloggedTokenSeen(digest, jwtId, null), origin).ConfigureAwait(false);
    }
}
