using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Argus.ResourceServer;
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
var isKept = args.Contains("--keep");
await using var place = new WorkPlace(isKept);
await using var north = new Nation(NationNames.North);
await using var south = new Nation(NationNames.South);
using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
try
{
    await new TwoNationsStory(new Stage(north, south, http, new Teller(Console.Out), stopping.Token)).TellAsync(place.Path);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nAll of it is so. It took {begun.Elapsed.TotalSeconds:0} s.{(isKept ? $" Kept: {place.Path}" : "")}"));
    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("\nInterrupted.");
    return 130;
}
catch (Exception e) when (e is Surprise or HttpRequestException or ArgusTokenException)
{
    await Console.Error.WriteLineAsync($"\n        ✗ {e.Message}{(isKept ? $"\nKept: {place.Path}" : "")}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    // Not at once: first everything that was started is ended.
    signal.Cancel = true;
    stopping.Cancel();
}
