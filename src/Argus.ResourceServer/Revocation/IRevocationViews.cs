using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Revocation;

/// <summary>Makes the views of revocations: one for each configured issuer of each scheme, when the API starts.</summary>
internal interface IRevocationViews
{
    /// <summary>
    /// A view that is an <see cref="IKeptCurrent"/> is run as long as the API; one that is an <see cref="IDisposable"/> is disposed with it. The view of an anchor is
    /// asked about the tokens of its peers as well: <see cref="AccessToken.Issuer"/> tells them apart.
    /// </summary>
    IRevocationView Of(RevocationSource source);
}

/// <summary>What a view of revocations is made from.</summary>
/// <param name="Issuer">Whose tokens are revoked.</param>
/// <param name="Keys">With which its publications are verified.</param>
/// <param name="Documents">What fetches them.</param>
/// <param name="MaxStaleness">The greatest age at which the view may answer anything but Unknown.</param>
/// <param name="Options">All else that is configured.</param>
internal sealed record RevocationSource(string Issuer, IssuerKeys Keys, DocumentFetcher Documents, TimeSpan MaxStaleness, ArgusOptions Options);
