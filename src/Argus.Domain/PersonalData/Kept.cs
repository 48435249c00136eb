using System.Text.Json.Serialization;

namespace Argus.Domain.PersonalData;

/// <summary>
/// A personal value as the log has it: sealed. Logs that are older than sealing have some in clear; they are read, and never written: the codec refuses to.
/// </summary>
[JsonConverter(typeof(KeptConverter))]
public sealed record Kept<T> where T : notnull
{
    internal Kept(Sealed? @sealed, T? clear)
    {
        Sealed = @sealed;
        Clear = clear;
    }

    /// <summary>Null for a value of an old log, in clear.</summary>
    public Sealed? Sealed { get; }

    internal T? Clear { get; }

    /// <summary>Whom it is about, is not for log lines.</summary>
    public override string ToString() => $"Kept({Sealed?.Key})";
}
