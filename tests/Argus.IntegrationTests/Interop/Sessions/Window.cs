using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>A browser's window, and what a person does in it.</summary>
internal sealed class Window : IAsyncDisposable
{
    private static readonly Regex Username = new("^user ?name$", RegexOptions.IgnoreCase);
    private static readonly Regex Password = new("^password$", RegexOptions.IgnoreCase);

    private readonly ConcurrentQueue<string> _complaints = new();

    public Window(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Note(message.Text);
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>What failed in a page, or was kept from it by its Content-Security-Policy or by CORS.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Waits until the page shows this, and fails with what it shows instead.</summary>
    public async Task SeesAsync(ILocator what)
    {
        try
        {
            await what.WaitForAsync();
        }
        catch (TimeoutException)
        {
            Assert.Fail($"There is no {what} at {Page.Url}: {await Page.Locator("body").InnerTextAsync()} {string.Join(' ', _complaints)}");
        }
    }

    public async Task SignInAsync(string username, string password)
    {
        await SeesAsync(Page.GetByLabel(Username));
        await Page.GetByLabel(Username).FillAsync(username);
        await Page.GetByLabel(Password).FillAsync(password);
        await PressAsync("Sign in");
    }

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Answers a page that asks to decide: the button with this value.</summary>
    public async Task DecideAsync(params string[] values)
    {
        await SeesAsync(Decision(values));
        await Decision(values).ClickAsync();
    }

    public ILocator Decision(params string[] values) => Page.Locator(string.Join(", ", values.Select(value => $"button[value={value}]")));

    /// <summary>Waits for the single-page app to say that this happened last.</summary>
    public async Task<JsonElement> HappenedAsync(string what)
    {
        var status = Page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new Regex($"\"happened\":\"({Regex.Escape(what)}|failed)\"") });
        await SeesAsync(status);
        var said = JsonDocument.Parse((await status.TextContentAsync())!).RootElement;
        Assert.True(said.GetProperty("happened").GetString() == what, said.GetRawText());
        return said;
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    private void Note(string message)
    {
        if (message.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase) || message.Contains("CORS", StringComparison.Ordinal))
            _complaints.Enqueue(message);
    }
}
