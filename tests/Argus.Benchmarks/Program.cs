using System.Runtime.Versioning;
using Argus.Benchmarks;
using Argus.Benchmarks.Compared;

[assembly: SupportedOSPlatform("linux")]

return args switch
{
    [BareKestrel.Mode, var port, var bytes] => await BareKestrel.ServeAsync(port, bytes),
    _ => await Run.MainAsync(args),
};
