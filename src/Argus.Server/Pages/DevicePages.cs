namespace Argus.Server.Pages;

/// <summary>Asks for the code that a device shows (RFC 8628 §3.3).</summary>
/// <param name="Tenant">Its display name.</param>
/// <param name="Action">The path that takes <c>user_code</c>.</param>
/// <param name="FormToken">From <see cref="FormGuard"/>.</param>
/// <param name="UserCode">What the field already holds.</param>
/// <param name="Failed">The last code was refused; why is not said.</param>
public sealed record DeviceCodePage(string Tenant, string Action, string FormToken, string? UserCode, bool Failed) : Page<DeviceCodeView>;

/// <summary>Asks whether the device may have what it asked for, and whether it is the person's own (RFC 8628 §5.4).</summary>
/// <param name="Tenant">Its display name.</param>
/// <param name="ClientName">The display name of the client on the device.</param>
/// <param name="Account">Who is signed in.</param>
/// <param name="Action">The path that takes <c>user_code</c> and <c>decision</c>: <c>allow</c> or <c>deny</c>.</param>
/// <param name="FormToken">From <see cref="FormGuard"/>.</param>
/// <param name="UserCode">As the device shows it.</param>
public sealed record DeviceConfirmPage(
    string Tenant, string ClientName, string Account, string Action, string FormToken, string UserCode, IReadOnlyList<ConsentItem> Items)
    : Page<DeviceConfirmView>;

/// <summary>Says that the device goes on by itself, or that it got nothing.</summary>
public sealed record DeviceDonePage(string Tenant, bool Allowed) : Page<DeviceDoneView>;
