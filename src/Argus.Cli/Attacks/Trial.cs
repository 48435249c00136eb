namespace Argus.Cli.Attacks;

/// <summary>One attempt to use one credential at one resource: an attack, or a control that shows that an attack of that kind could have worked.</summary>
/// <param name="Credential">What is presented.</param>
/// <param name="Resource">Where: one of <see cref="Resources"/>.</param>
/// <param name="Attempt">How.</param>
/// <param name="Source">The RFC, CVE or rule that the attempt comes from; <see cref="Control"/> for a control.</param>
/// <param name="Run">Tries it.</param>
internal sealed record Trial(string Credential, string Resource, string Attempt, string Source, Func<Battlefield, Task<Finding>> Run)
{
    public const string Control = "control";

    /// <summary>Tries it. Whatever keeps it from being tried is a finding too: what was not tried was not refused.</summary>
    public async Task<Row> RunAsync(Battlefield field)
    {
        try
        {
            return new Row(this, await Run(field).ConfigureAwait(false));
        }
        catch (MissingCredential missing)
        {
            return new Row(this, new Finding(Verdict.CannotTell, null, missing.Message));
        }
        catch (CommandFailure failure)
        {
            return new Row(this, new Finding(Verdict.CannotTell, null, failure.Message));
        }
    }
}

/// <summary>A line of the table.</summary>
internal sealed record Row(Trial Trial, Finding Finding)
{
    public bool IsControl => Trial.Source == Trial.Control;

    /// <summary>Whether it speaks against the deployment, or keeps the suite from speaking for it.</summary>
    public bool IsBad => Finding.Verdict is Verdict.LetIn or Verdict.CannotTell;
}

/// <summary>Ends a trial: there is nothing to attack with, because the control that should have got it failed.</summary>
internal sealed class MissingCredential(string credential) : Exception($"there is no {credential} to try it with");
