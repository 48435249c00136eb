using System.Runtime.InteropServices;

namespace Argus.Authority.Keys;

/// <summary>Long computations that nobody should notice: on a thread of their own, behind those that answer requests.</summary>
internal static partial class PoliteThread
{
    // Of a busy core it gets a tenth; of an idle one, all.
    private const int Nice = 10;

    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation) => Task.Factory.StartNew(
        () =>
        {
            // The thread ends with the work: nothing has to be put back. Where it is not allowed, the work is done all the same.
            if (OperatingSystem.IsLinux())
                _ = SetPriority(which: 0, who: 0, Nice);
            return work();
        },
        cancellation,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>On Linux, process 0 is the calling thread: setpriority(2), "C library/kernel differences".</summary>
    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
