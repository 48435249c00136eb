using System.Globalization;

namespace Argus.TwoNations.Printing;

/// <summary>Tells the story on the console, in numbered lines. What must be so and is not ends it.</summary>
internal sealed class Teller(TextWriter output)
{
    private int _chapter;
    private int _step;

    public void Chapter(string title)
    {
        (_chapter, _step) = (_chapter + 1, 0);
        output.WriteLine();
        output.WriteLine($"{_chapter}. {title}");
    }

    /// <summary>What is asked, and of whom.</summary>
    public void Asks(string what) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n   {_chapter}.{++_step}  {what}"));

    /// <summary>What came back, one line each.</summary>
    public void Shows(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            output.WriteLine($"          {line}");
    }

    /// <summary>What must be so.</summary>
    /// <exception cref="Surprise">It is not.</exception>
    public void Expects(bool isSo, string sentence, string? instead = null)
    {
        if (!isSo)
            throw new Surprise($"not so: {sentence}{(instead is null ? "" : $" ({instead})")}");
        output.WriteLine($"        ✓ {sentence}");
    }

    /// <summary>What came to be so, and how long that took.</summary>
    public void Found(string sentence, TimeSpan took) => Expects(true, string.Create(CultureInfo.InvariantCulture, $"{sentence} ({took.TotalMilliseconds:0} ms later)"));

    /// <summary>A line as it is.</summary>
    public void Prints(string line) => output.WriteLine(line);
}
