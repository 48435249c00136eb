namespace Argus.Specs.Domain.Families;

/// <summary>Something that happens to a family.</summary>
internal abstract record FamilyCommand
{
    private FamilyCommand()
    {
    }

    /// <param name="Behind">How many generations behind the newest refresh token that was ever made; -1 for one that never was.</param>
    /// <param name="Own">Whether its client brings it.</param>
    /// <param name="Bound">Whether with the key that it is bound to.</param>
    /// <param name="Fate">What becomes of it on the way.</param>
    /// <param name="Times">How often.</param>
    public sealed record Present(int Behind, bool Own, bool Bound, Fate Fate, int Times) : FamilyCommand;

    /// <summary>Time passes, or the clock is set back.</summary>
    public sealed record Wait(TimeSpan For) : FamilyCommand;

    /// <summary>An access token is seen of the generation so far behind.</summary>
    public sealed record Confirm(int Behind) : FamilyCommand;

    public sealed record Disable : FamilyCommand;

    public sealed record Enable : FamilyCommand;

    public sealed record Revoke : FamilyCommand;

    public sealed record RevokeOutside : FamilyCommand;
}

internal enum Fate
{
    Answered,

    /// <summary>It is durable, and nobody learns of it.</summary>
    AnswerLost,

    /// <summary>The node died before it was durable.</summary>
    NeverAppended,

    /// <summary>Two nodes decide on the same state; the second comes too late and decides again.</summary>
    Raced,
}

/// <summary>A history. What it prints is what to look at when it fails.</summary>
internal sealed record FamilyCommands(bool IsBound, IReadOnlyList<FamilyCommand> Commands)
{
    /// <summary>Histories that leave something out: a half, a quarter, one command.</summary>
    public IEnumerable<FamilyCommands> Shorter()
    {
        for (var size = Commands.Count / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < Commands.Count; from += size)
                yield return this with { Commands = [.. Commands.Take(from), .. Commands.Skip(from + size)] };
        }
    }

    public override string ToString() => $"{(IsBound ? "Bound" : "Not bound")}:\n{string.Join('\n', Commands)}";
}
