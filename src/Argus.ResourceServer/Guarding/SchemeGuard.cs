using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Trust;

namespace Argus.ResourceServer.Guarding;

/// <summary>All that a scheme needs at run time, and what is kept current for it.</summary>
/// <param name="Guard">Judges.</param>
/// <param name="Issuers">Whose tokens are accepted.</param>
/// <param name="Demands">What operations ask for.</param>
/// <param name="Decisions">Where decisions go.</param>
/// <param name="Kept">What is fetched over and over.</param>
internal sealed record SchemeGuard(TokenGuard Guard, TrustedIssuers Issuers, OperationDemands Demands, Decisions Decisions, IReadOnlyList<IKeptCurrent> Kept);
