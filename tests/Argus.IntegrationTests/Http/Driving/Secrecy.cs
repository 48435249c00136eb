namespace Argus.IntegrationTests.Http.Driving;

/// <summary>Secrets and tokens do not get into log lines, whole or in parts.</summary>
internal static class Secrecy
{
    public static void Holds(TestNode node, params IEnumerable<string> more)
    {
        var kept = Known.Secrets.Concat(more).Concat(node.Tokens.SelectMany(Parts)).Distinct().ToArray();
        foreach (var line in node.Log.Lines)
        {
            var leaked = Array.Find(kept, secret => line.Contains(secret, StringComparison.Ordinal));
            Assert.True(leaked is null, $"'{leaked}' is in the log line: {line}");
        }
    }

    // The header is the same for all tokens and public.
    private static IEnumerable<string> Parts(string token) => token.Split('.').Skip(1);
}
