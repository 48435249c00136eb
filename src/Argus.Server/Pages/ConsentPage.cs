namespace Argus.Server.Pages;

/// <summary>Asks whether a client may have what it asked for.</summary>
/// <param name="Tenant">Its display name.</param>
/// <param name="ClientName">The client's display name.</param>
/// <param name="Account">Who is signed in.</param>
/// <param name="Action">The path that takes <c>decision</c>: <c>allow</c> or <c>deny</c>.</param>
/// <param name="FormToken">From <see cref="FormGuard"/>.</param>
public sealed record ConsentPage(
    string Tenant, string ClientName, string Account, string Action, string FormToken, IReadOnlyList<ConsentItem> Items)
    : Page<ConsentView>;

/// <summary>One thing that a client asks for.</summary>
public sealed record ConsentItem(string Scope, string Description);
