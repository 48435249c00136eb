namespace Argus.Server.Admin;

/// <summary>Why an operator does something.</summary>
/// <param name="Reason">For the record; 1 to 500 characters.</param>
internal sealed record ReasonRequest(string Reason);
