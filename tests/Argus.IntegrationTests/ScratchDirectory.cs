namespace Argus.IntegrationTests;

/// <summary>
/// Temporary directories that PostgreSQL, which may run as another user, can enter: its data then lies within and goes with the directory. Where it cannot, the
/// data lies in <c>/var/lib/argus</c> and stays.
/// </summary>
internal static class ScratchDirectory
{
    private const UnixFileMode OthersMayEnter =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <returns>Its full path.</returns>
    internal static string Create(string prefix)
    {
        var path = Directory.CreateTempSubdirectory(prefix).FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OthersMayEnter);
        return path;
    }
}
