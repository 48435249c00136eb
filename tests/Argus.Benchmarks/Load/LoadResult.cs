using System.Globalization;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Load;

/// <summary>What load.lua reports of one run.</summary>
internal sealed record LoadResult(long Requests, TimeSpan Duration, long Bytes, double P50Milliseconds, double P99Milliseconds)
{
    private const string Mark = "RESULT\t";

    public double PerSecond => Requests / Duration.TotalSeconds;

    /// <summary>A run with a single wrong answer is no measurement: it throws.</summary>
    public static LoadResult Parse(string output, LoadCall call)
    {
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))
            ?? throw new FailedRunException("wrk reported nothing: " + output);
        var fields = line[Mark.Length..].Split('\t');
        long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        const double microsecondsPerMillisecond = 1000;
        var result = new LoadResult(Number(0), TimeSpan.FromMicroseconds(Number(1)), Number(2),
            Number(3) / microsecondsPerMillisecond, Number(4) / microsecondsPerMillisecond);

        if (Number(5) + Number(6) > 0)
            throw new FailedRunException($"{call.Url}: of {result.Requests} answers {Number(6)} were wrong and {Number(5)} connections failed; the first: {fields[7]}");
        if (result.Requests == 0)
            throw new FailedRunException($"{call.Url}: no answer at all");
        if (result.Bytes < (result.Requests - call.Connections) * call.LeastBody)
            throw new FailedRunException($"{call.Url}: {result.Requests} answers in {result.Bytes} bytes: some were not whole");
        return result;
    }
}
