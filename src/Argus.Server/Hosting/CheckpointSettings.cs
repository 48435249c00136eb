using System.Globalization;
using System.Text.RegularExpressions;
using Argus.Authority.Checkpoints;
using Argus.Authority.Outbound;
using Argus.Log.Checkpoints;
using Argus.Log.Checkpoints.OpenSsl;

namespace Argus.Server.Hosting;

/// <summary>The configuration of checkpoints: when logs get them, and who cosigns them.</summary>
/// <param name="Options">When.</param>
/// <param name="Witnesses">Who.</param>
internal sealed partial record CheckpointSettings(CheckpointOptions Options, IReadOnlyList<Witness> Witnesses)
{
    private const string Period = "Checkpoints:Period";
    private const string Entries = "Checkpoints:Entries";
    private const int MostWitnesses = 16;

    /// <summary>A number in a key stands as <c>#</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [Period, Entries, "Witnesses:#:Url", "Witnesses:#:Key"];

    /// <exception cref="ConfigurationException"/>
    public static CheckpointSettings Read(IConfigurationSection argus)
    {
        var period = ArgusOptions.ReadDuration(argus, Period, CheckpointOptions.Standard.Period, TimeSpan.Zero, TimeSpan.FromHours(1));
        Witness[] witnesses = [.. argus.GetSection("Witnesses").GetChildren().OrderBy(child => child.Key, StringComparer.Ordinal).Select(ReadWitness)];
        if (witnesses.Length > MostWitnesses)
            throw ArgusOptions.Wrong("Witnesses", $"are more than {MostWitnesses}");
        if (witnesses.Length > 0 && !Ed25519.IsAvailable)
            throw ArgusOptions.Wrong("Witnesses", "sign with Ed25519, and OpenSSL on this system has none");
        return new CheckpointSettings(new CheckpointOptions(period, ReadEntries(argus[Entries])), witnesses);
    }

    /// <summary>The key as <see cref="Keys"/> has it.</summary>
    public static string General(string key) => Number().Replace(key, ":#$1");

    private static long ReadEntries(string? text)
    {
        if (text is null)
            return CheckpointOptions.Standard.Entries;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries is >= 1 and <= 1_000_000_000
            ? entries
            : throw ArgusOptions.Wrong(Entries, "must be a number from 1 to 1000000000");
    }

    private static Witness ReadWitness(IConfigurationSection section)
    {
        var path = $"Witnesses:{section.Key}";
        if (!OutboundUri.TryParse(section["Url"]?.TrimEnd('/'), out var url) || url.Query.Length > 0)
            throw ArgusOptions.Wrong($"{path}:Url", "must be a witness's submission prefix: an https URL without query and fragment; http is for loopback only");
        return NoteKey.TryParse(section["Key"] ?? "", out var key) && key is WitnessKey witness
            ? new Witness(url, witness)
            : throw ArgusOptions.Wrong($"{path}:Key", "must be the witness's note key: name+id+base64, of an Ed25519 key that cosigns");
    }

    [GeneratedRegex(":[0-9]+(:|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
