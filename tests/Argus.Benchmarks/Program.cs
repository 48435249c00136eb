using System.Runtime.Versioning;
using Argus.Benchmarks;
using Argus.Benchmarks.Compared;
using Argus.Benchmarks.Exports;
using Argus.Benchmarks.Figures;
using Argus.Benchmarks.Hsm;

[assembly: SupportedOSPlatform("linux")]

return args switch
{
    [BareKestrel.Mode, var port, var bytes] => await BareKestrel.ServeAsync(port, bytes),
    [HsmSigning.Mode, var way, var seconds, var module, var token, var pinFile] => await HsmSigning.SignAsync(way, seconds, module, token, pinFile),
    ["verification", var directory] => await OnOneCore.RunAsync(ExportWork.Verification, directory),
    ["replays", var directory] => await OnOneCore.RunAsync(ExportWork.Replay, directory),
    [Replay.Mode, var connection] => await Replay.FoldAsync(connection),
    _ => await Run.MainAsync(args),
};
