using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Argus.TwoNations;
using Argus.TwoNations.Nations;
using Argus.TwoNations.Printing;
using Argus.TwoNations.Story;

if (args.Except(["--keep"]).Any())
{
    await Console.Error.WriteLineAsync("Usage: two-nations [--keep]    --keep: the directories of both nations stay, for a look at them");
    return 2;
}

using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var begun = Stopwatch.StartNew();
await using var place = new WorkPlace(isKept: args.Contains("--keep"));
var (north, south) = (new Nation(NationNames.North), new Nation(NationNames.South));
using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
try
{
    await new TwoNationsStory(new Stage(north, south, http, new Teller(Console.Out), stopping.Token)).TellAsync(place.Path);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nAll of it is so. It took {begun.Elapsed.TotalSeconds:0} s."));
    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("\nInterrupted.");
    return 130;
}
catch (Exception e)
{
    // A surprise tells of itself; whatever else it is, it is told in full.
    await Console.Error.WriteLineAsync($"\n        ✗ {(e is Surprise ? e.Message : e)}");
    return 1;
}
finally
{
    await Task.WhenAll(north.DisposeAsync().AsTask(), south.DisposeAsync().AsTask());
}

void Stop(PosixSignalContext signal)
{
    // Not at once: first everything that was started is ended.
    signal.Cancel = true;
    stopping.Cancel();
}
