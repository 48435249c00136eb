using System.Runtime.InteropServices;

namespace Argus.Postgres.Embedded;

/// <summary>What .NET has no call for: signals to any process, owners, exclusive directories, syncing a directory.</summary>
internal static class PosixCalls
{
    internal const int Interrupt = 2;
    internal const int Quit = 3;
    internal const int Kill = 9;

    /// <summary>False when no such process exists or it is somebody else's.</summary>
    internal static bool Signal(int process, int signal) => kill(process, signal) == 0;

    /// <summary>Makes a directory of mode 0700 that did not exist before: nobody can have prepared it for us.</summary>
    internal static void MakePrivateDirectory(string path)
    {
        if (mkdir(path, 0b111_000_000) != 0)
            throw new IOException($"Cannot make the directory {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    internal static void ChangeOwner(string path, uint user, uint group)
    {
        if (lchown(path, user, group) != 0)
            throw new IOException($"Cannot give {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Mode 0711: who knows a name in it gets there.</summary>
    internal static void LetOthersEnter(string path)
    {
        if (chmod(path, 0b111_001_001) != 0)
            throw new IOException($"Cannot change the mode of {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>A rename is durable once the directory that holds it is.</summary>
    internal static void SyncDirectory(string path)
    {
        var descriptor = open(path, 0);
        if (descriptor < 0)
            throw new IOException($"Cannot open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        _ = fsync(descriptor);
        _ = close(descriptor);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkdir([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int chmod([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
