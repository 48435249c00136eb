using System.Buffers.Text;
using Argus.Authority.Families;
using Argus.Authority.Federation;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Jose;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>Judges a token by everything but who asks: its signature and times, the log, and every revocation that could reach it.</summary>
public sealed class TokenJudge(AccessTokenVerifier verifier, IssuedTokens issuedTokens, Confirmations confirmations, Aggregates aggregates)
{
    private readonly Recent<(TenantId, string), bool> _alerted = new(4_096);

    /// <param name="tenant">Whose token it should be.</param>
    /// <param name="compact">ASCII of the token, as it came.</param>
    /// <param name="origin">Who presents it, should that be an alarm.</param>
    /// <exception cref="LogUnavailableException">The log does not answer: nobody knows.</exception>
    public async ValueTask<Judgement> JudgeAsync(TenantView tenant, ReadOnlyMemory<byte> compact, Origin origin)
    {
        var fault = verifier.Verify(tenant, compact.Span, out var token);
        if (token is null)
            return new Judgement($"refused:{fault}", null);
        if (!Jti.TryParse(token.JwtId, out var jti) || await issuedTokens.FindAsync(tenant.Id, jti, token.Digest).ConfigureAwait(false) is not { } issuance)
        {
            await AlertAsync(tenant, token, origin).ConfigureAwait(false);
            return new Judgement("never_issued", token);
        }

        return new Judgement(Judge(tenant, token, jti, issuance), token) { Issuance = issuance };
    }

    private string Judge(TenantView tenant, VerifiedToken token, Jti jti, IssuedTokens.Issuance issuance)
    {
        if (Ancestry.IsCompromised(tenant, token.Kid, issuance.CommittedAt.ToUnixTimeSeconds()))
            return "key_revoked";
        if (!ClientId.TryParse(token.ClientId, out var client) || !tenant.Client(client).Enabled)
            return "client_disabled";
        if (tenant.Revoked.Contains(jti) || tenant.Revoked.Reaches(token.Subject, client, issuance.Since))
            return "revoked";
        if (issuance.Lineage is { } lineage && Ancestry.Fault(tenant, lineage, issuance.Since) is { } fault)
            return fault;
        if (jti.Family is not { } family)
            return Judgement.Active;
        if (!SubjectId.TryParse(token.Subject, out var subject) || tenant.Subject(subject) is not { Enabled: true })
            return "subject_disabled";
        confirmations.Seen(tenant.Id, family, issuance.Generation);
        return Judgement.Active;
    }

    /// <summary>The key signed what the log does not know: somebody else has it. One alert for each such token.</summary>
    private async ValueTask AlertAsync(TenantView tenant, VerifiedToken token, Origin origin)
    {
        var digest = Base64Url.EncodeToString(token.Digest);
        var jti = token.JwtId.Length <= 128 ? token.JwtId : token.JwtId[..128];
        if (_alerted.Find((tenant.Id, digest)) is not null || !Kid.TryParse(token.Kid, out var kid))
            return;
        var alert = new UnloggedTokenSeen(digest, jti, kid);
        await aggregates.RecordAsync(tenant.Id, UnloggedTokenSeen.StreamOf(digest), alert, origin).ConfigureAwait(false);
        _alerted.Add((tenant.Id, digest), true);
    }
}

/// <summary>What a token is worth.</summary>
/// <param name="Outcome"><see cref="Active"/>, or why not; for the log only.</param>
/// <param name="Token">The token, if it is this tenant's and in its time, whatever else speaks against it.</param>
public readonly record struct Judgement(string Outcome, VerifiedToken? Token)
{
    public const string Active = "active";

    public bool IsActive => Outcome == Active;

    /// <summary>The token as a peer's; null for the tenant's own, which is all that <see cref="TokenJudge"/> knows.</summary>
    public PeerToken? Peers { get; init; }

    /// <summary>What the log says of it, if it knows it.</summary>
    public IssuedTokens.Issuance? Issuance { get; init; }
}
