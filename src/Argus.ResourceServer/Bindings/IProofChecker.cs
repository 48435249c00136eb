using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Bindings;

/// <summary>Checks that whoever presents a bound token holds its key (RFC 7800), for one method of <see cref="TokenConfirmation"/>.</summary>
internal interface IProofChecker
{
    /// <summary>Of <see cref="TokenConfirmation"/>.</summary>
    string Method { get; }

    /// <param name="request">With which the token came.</param>
    /// <param name="token">The token, bound by this method.</param>
    /// <param name="presented">How it was presented.</param>
    ProofAnswer Check(HttpContext request, AccessToken token, PresentedToken presented);
}

internal enum ProofAnswer
{
    /// <summary>There is none, or it is somebody else's.</summary>
    Mismatch,
    Proven,

    /// <summary>A proof was sent, but not a right one for this request.</summary>
    Invalid,

    /// <summary>It could not be remembered as used.</summary>
    Unknown,
}
