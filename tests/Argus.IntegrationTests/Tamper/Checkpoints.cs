using System.Globalization;

namespace Argus.IntegrationTests.Tamper;

internal static class Checkpoints
{
    /// <summary>The size that a note in a file is about: its second line.</summary>
    public static long SizeOf(string file) => long.Parse(File.ReadLines(file).Skip(1).First(), CultureInfo.InvariantCulture);
}
