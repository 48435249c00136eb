namespace Argus.Cli.Attacks;

/// <summary>What one attempt showed.</summary>
internal enum Verdict
{
    /// <summary>A control: the credential is good where it belongs.</summary>
    Works,

    /// <summary>An attack that came to nothing, as it must.</summary>
    Refused,

    /// <summary>An attack that was let in.</summary>
    LetIn,

    /// <summary>The suite cannot tell: a control failed, there was nothing to attack with, or the node could not answer.</summary>
    CannotTell,
}

/// <summary>The words for it.</summary>
internal static class VerdictText
{
    /// <summary>For machines.</summary>
    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Works => "works",
        Verdict.Refused => "refused",
        Verdict.LetIn => "let_in",
        _ => "cannot_tell",
    };

    /// <summary>For people.</summary>
    public static string Shown(this Verdict verdict) => verdict switch
    {
        Verdict.Works => "works, as it must",
        Verdict.Refused => "refused, as it must",
        Verdict.LetIn => "LET IN",
        _ => "CANNOT TELL",
    };
}
