namespace Argus.Cli.Audit.Replaying;

/// <summary>A line on standard error that says how far a replay is; nothing where nobody looks.</summary>
internal sealed class ReplayProgress(long size, bool isWanted) : IProgress<long>, IDisposable
{
    private const int Width = 30;

    private readonly bool _isShown = isWanted && size > 0 && !Console.IsErrorRedirected;
    private int _shown = -1;

    public void Report(long value)
    {
        var percent = (int)Math.Min(100, 100 * value / Math.Max(1, size));
        if (!_isShown || percent == _shown)
            return;
        _shown = percent;
        var done = Width * percent / 100;
        Console.Error.Write($"\rReplaying [{new string('#', done)}{new string('.', Width - done)}] {percent} %");
    }

    public void Dispose()
    {
        if (_shown >= 0)
            Console.Error.Write("\r" + new string(' ', Width + 24) + "\r");
        _shown = -1;
    }
}
