using System.Runtime.Versioning;
using Argus.Benchmarks;
using Argus.Benchmarks.Compared;
using Argus.Benchmarks.Figures;

[assembly: SupportedOSPlatform("linux")]

return args switch
{
    [BareKestrel.Mode, var port, var bytes] => await BareKestrel.ServeAsync(port, bytes),
    [Replay.Mode, var connection] => await Replay.FoldAsync(connection),
    _ => await Run.MainAsync(args),
};
