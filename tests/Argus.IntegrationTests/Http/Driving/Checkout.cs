namespace Argus.IntegrationTests.Http.Driving;

internal static class Checkout
{
    /// <summary>A path in the checkout that the tests were built in, or null if they were taken elsewhere.</summary>
    public static string? Find(string relative)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Argus.sln")))
                return Path.Combine(directory.FullName, relative);
        }

        return null;
    }
}
