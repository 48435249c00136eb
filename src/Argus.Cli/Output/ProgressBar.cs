using Spectre.Console;

namespace Argus.Cli.Output;

/// <summary>How far a long work is, on standard error, while somebody looks there.</summary>
internal static class ProgressBar
{
    /// <param name="title">What is done.</param>
    /// <param name="work">Tells its share from 0 to 1, from any thread.</param>
    public static async Task<T> RunAsync<T>(string title, bool isJson, Func<IProgress<double>, Task<T>> work)
    {
        if (isJson || Console.IsErrorRedirected)
            return await work(new Share(null)).ConfigureAwait(false);
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await screen.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(shown => work(new Share(shown.AddTask(Markup.Escape(title), maxValue: 1)))).ConfigureAwait(false);
    }

    /// <summary>Told at once: <see cref="Progress{T}"/> would tell it later, out of order.</summary>
    private sealed class Share(ProgressTask? shown) : IProgress<double>
    {
        public void Report(double value)
        {
            if (shown is not null)
                shown.Value = value;
        }
    }
}
