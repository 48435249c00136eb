namespace Argus.Domain.Kernel;

/// <summary>What an operator says for the record: why something ends.</summary>
public static class Reason
{
    public const int Longest = 500;

    /// <returns>Null for 1 to 500 printable characters.</returns>
    public static Refusal? Fault(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > Longest || reason.Any(char.IsControl)
            ? new Refusal("reason_missing", $"A reason of 1 to {Longest} printable characters is needed")
            : null;
}
