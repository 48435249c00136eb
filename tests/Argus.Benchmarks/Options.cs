using System.Globalization;
using Argus.Benchmarks.Figures;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(Effort Effort, IReadOnlySet<string> Only, string Server)
{
    public static string Usage { get; } =
        $"usage: [quick] [--only {string.Join(',', Goal.All.Select(goal => goal.Key))}] [--entries N] [--server Argus.Server.dll]";

    /// <summary>How long the log is where a figure depends on it; null as the effort says.</summary>
    public int? Entries { get; private init; }

    public bool IsQuick => ReferenceEquals(Effort, Effort.Quick);

    public bool Wants(params string[] keys) => keys.Any(Only.Contains);

    /// <summary>Null when the arguments make no sense.</summary>
    public static Options? Parse(string[] arguments)
    {
        var keys = Goal.All.Select(goal => goal.Key).ToHashSet();
        var options = new Options(Effort.Full, keys, Checkout.Server);
        for (var next = 0; next < arguments.Length; next++)
        {
            switch (arguments[next])
            {
                case "quick":
                    options = options with { Effort = Effort.Quick };
                    break;
                case "--only" when next + 1 < arguments.Length:
                    var only = arguments[++next].Split(',').ToHashSet();
                    if (!only.IsSubsetOf(keys)) return null;
                    options = options with { Only = only };
                    break;
                case "--entries" when next + 1 < arguments.Length:
                    if (!int.TryParse(arguments[++next], NumberStyles.None, CultureInfo.InvariantCulture, out var entries) || entries < 1) return null;
                    options = options with { Entries = entries };
                    break;
                case "--server" when next + 1 < arguments.Length:
                    options = options with { Server = Path.GetFullPath(arguments[++next]) };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
