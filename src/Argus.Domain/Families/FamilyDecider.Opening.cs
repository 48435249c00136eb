using Argus.Domain.Kernel;

namespace Argus.Domain.Families;

/// <summary>How a family begins: with a code, or with a device.</summary>
public static partial class FamilyDecider
{
    /// <summary>The user allowed it.</summary>
    public static Decision<IFamilyEvent> Authorize(FamilyState family, FamilyAuthorized grant, DateTimeOffset now) => family.Status switch
    {
        FamilyStatus.None when grant.Code is not null => new IFamilyEvent[] { grant },
        FamilyStatus.Requested when grant.Code is null && grant.ClientId == family.Device!.ClientId =>
            now.ToUnixTimeSeconds() >= family.Device.Exp ? new Refusal("device_code_expired", "The device waits no more") : new IFamilyEvent[] { grant },
        _ => new Refusal("already_decided", $"The family is {family.Status}"),
    };

    /// <summary>A device begins to wait.</summary>
    public static Decision<IFamilyEvent> Request(FamilyState family, FamilyDeviceRequested request) =>
        family.Status == FamilyStatus.None ? new IFamilyEvent[] { request } : new Refusal("already_decided", $"The family is {family.Status}");

    /// <summary>The user refused the device.</summary>
    public static Decision<IFamilyEvent> Deny(FamilyState family) => family.Status switch
    {
        FamilyStatus.Requested => new IFamilyEvent[] { new FamilyDenied() },
        FamilyStatus.Denied => Array.Empty<IFamilyEvent>(),
        _ => new Refusal("already_decided", $"The family is {family.Status}"),
    };

    /// <summary>
    /// Judges an authorization code. Only the right one counts for anything: one that comes a second time is in two hands, and ends what the first one began.
    /// One that comes with the wrong verifier or from the wrong client stays good, or whoever saw it on its way could spoil it.
    /// </summary>
    public static FamilyVerdict Redeem(FamilyState family, CodePresentation presented, DateTimeOffset now)
    {
        if (family.Grant?.Code is not { } code || code.Digest != presented.Digest)
            return FamilyVerdict.Refuse("unknown");
        if (family.Status == FamilyStatus.Revoked)
            return Reject(family, "family_revoked");
        if (family.Status == FamilyStatus.Opened)
            return Kill(FamilyRevocation.CodeReplayed);
        if (presented.Revoked is { } revoked)
            return Reject(family, revoked);
        if (now.ToUnixTimeSeconds() >= code.Exp)
            return Reject(family, "expired");
        if (presented.ClientId != family.Grant.ClientId)
            return Reject(family, "another_client");
        if (presented.RedirectUri != code.RedirectUri)
            return Reject(family, "another_redirect_uri");
        if (presented.Challenge != code.Challenge)
            return Reject(family, "wrong_code_verifier");
        if (code.DpopJkt is { } key && presented.DpopJkt != key)
            return Reject(family, "wrong_dpop_key");
        return presented.Unfit is { } unfit ? Reject(family, unfit) : new FamilyVerdict(FamilyOutcome.Open);
    }

    /// <summary>Judges a device code (RFC 8628 §3.5).</summary>
    public static FamilyVerdict Poll(FamilyState family, Presentation presented, DateTimeOffset now)
    {
        if (family.Device is not { } device || device.Digest != presented.Digest || device.ClientId != presented.ClientId)
            return FamilyVerdict.Refuse("unknown");
        if (family.Status == FamilyStatus.Denied)
            return FamilyVerdict.Refuse(DeviceRefusal.Denied);
        if (family.Status is FamilyStatus.Opened)
            return Kill(FamilyRevocation.CodeReplayed);
        if (family.Status == FamilyStatus.Revoked)
            return Reject(family, "family_revoked");
        if (now.ToUnixTimeSeconds() >= device.Exp)
            return FamilyVerdict.Refuse(DeviceRefusal.Expired);
        if (family.Status == FamilyStatus.Requested)
            return new FamilyVerdict(FamilyOutcome.Wait);
        return (presented.Revoked ?? presented.Unfit) is { } unfit ? Reject(family, unfit) : new FamilyVerdict(FamilyOutcome.Open);
    }
}

/// <summary>An authorization code as it came.</summary>
/// <param name="Digest">Of the code.</param>
/// <param name="ClientId">Who authenticated.</param>
/// <param name="Challenge">The S256 challenge of the verifier that came along (RFC 7636 §4.6).</param>
/// <param name="RedirectUri">The one that came along, if one did.</param>
/// <param name="Revoked">See <see cref="Presentation"/>.</param>
/// <param name="Unfit">See <see cref="Presentation"/>.</param>
public sealed record CodePresentation(
    string Digest, ClientId ClientId, string Challenge, string? RedirectUri, string? Revoked = null, string? Unfit = null)
{
    /// <summary>Thumbprint of the DPoP key that the request proved to hold; null for none.</summary>
    public string? DpopJkt { get; init; }
}

/// <summary>Refusals that a device is told (RFC 8628 §3.5).</summary>
public static class DeviceRefusal
{
    public const string Denied = "denied";
    public const string Expired = "device_code_expired";
}
