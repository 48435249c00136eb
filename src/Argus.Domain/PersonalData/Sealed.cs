namespace Argus.Domain.PersonalData;

/// <summary>A personal value that only the holder of a key can read (docs/audit-log-format.md, "Sealed fields"). Once the key is destroyed, nobody can.</summary>
/// <param name="Key">The key's name within the tenant (<see cref="PersonalKey"/>).</param>
/// <param name="Text">Nonce, tag and ciphertext, base64url.</param>
public sealed record Sealed(string Key, string Text)
{
    /// <summary>It is of no use in a log line.</summary>
    public override string ToString() => $"Sealed({Key})";
}
