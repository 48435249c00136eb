using Microsoft.Playwright;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>The machine's own Chromium, driven by Playwright. Where there is none the tests are skipped, but not on a build server.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    /// <summary>Milliseconds that a busy machine may take for a page.</summary>
    private const float Patience = 120_000;


    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Headless = true, Args = ["--no-sandbox"], Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A window of a browser that has seen nothing yet.</summary>
    internal async Task<Window> OpenAsync()
    {
        if (_browser is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"There is no {Executable}.");
        Assert.SkipWhen(_browser is null, $"There is no {Executable}.");
        var page = await _browser!.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        return new Window(page);
    }
}
