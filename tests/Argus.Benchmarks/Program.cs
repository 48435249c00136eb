using System.Runtime.Versioning;
using Argus.Benchmarks;
using Argus.Benchmarks.Compared;
using Argus.Benchmarks.Figures;
using Argus.Benchmarks.Hsm;

[assembly: SupportedOSPlatform("linux")]

return args switch
{
    [BareKestrel.Mode, var port, var bytes] => await BareKestrel.ServeAsync(port, bytes),
    [HsmSigning.Mode, var way, var seconds, var module, var token, var pinFile] => await HsmSigning.SignAsync(way, seconds, module, token, pinFile),
    [Verification.Mode, var directory] => await Verification.VerifyAsync(directory),
    [Replays.Mode, var directory] => await Replays.ReplayAsync(directory),
    [Replay.Mode, var connection] => await Replay.FoldAsync(connection),
    _ => await Run.MainAsync(args),
};
