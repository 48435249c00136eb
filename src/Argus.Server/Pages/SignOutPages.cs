namespace Argus.Server.Pages;

/// <summary>Asks whether the person wants to sign out (OpenID Connect RP-Initiated Logout 1.0 §2).</summary>
/// <param name="Tenant">Its display name.</param>
/// <param name="Account">Who is signed in.</param>
/// <param name="Action">The path that takes <c>decision</c>: <c>sign_out</c> or <c>stay</c>.</param>
/// <param name="FormToken">From <see cref="FormGuard"/>.</param>
/// <param name="Hidden">What of the request is sent along.</param>
public sealed record SignOutPage(string Tenant, string Account, string Action, string FormToken, IReadOnlyList<HiddenField> Hidden) : Page<SignOutView>;

/// <summary>A value that a form sends along unseen.</summary>
public sealed record HiddenField(string Name, string Value);

/// <summary>Says that the session is over.</summary>
public sealed record SignedOutPage(string Tenant) : Page<SignedOutView>;

/// <summary>Says that the person chose to stay, and that nothing happened.</summary>
public sealed record StillSignedInPage(string Tenant) : Page<StillSignedInView>;
