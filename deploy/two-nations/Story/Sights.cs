using System.Text.Json;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;

namespace Argus.TwoNations.Story;

/// <summary>What the APIs along a call have seen of it.</summary>
internal static class Sights
{
    /// <summary>One API's.</summary>
    public static void Show(Stage stage, string api, Reply reply)
    {
        if (reply.IsGood)
            Show(stage, api, reply.Body);
    }

    public static void Show(Stage stage, string api, JsonElement seen)
    {
        stage.Teller.Shows($"{api} sees {Text(seen, "subject")}, allowed {Text(seen, "scope")}", $"    by a token of {Text(seen, "issuer")} for {Text(seen, "audience")}");
        if (seen.GetProperty("actors").GetArrayLength() > 0)
            stage.Teller.Shows($"    acting: {string.Join(" ← ", seen.GetProperty("actors").EnumerateArray().Select(actor => actor.GetString()))}");
        if (seen.GetProperty("ancestors").GetArrayLength() > 0)
            stage.Teller.Shows($"    made from: {string.Join(" ← ", seen.GetProperty("ancestors").EnumerateArray().Select(token => Claims.Short(token.GetString()!.Split(' ')[0]) + Issuer(token)))}");
    }

    public static string? Text(JsonElement seen, string member) => seen.GetProperty(member).GetString();

    private static string Issuer(JsonElement ancestor) => ancestor.GetString()! is var text && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? text[at..] : "";
}
