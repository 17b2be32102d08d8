using Microsoft.Playwright;

namespace HospitalityMemory.Orchestrator.Tests.Browser;

/// <summary>The machine's Chromium without a window, for all tests of the page. They are skipped where it is missing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The path of the program; null where it is missing.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("HOSPITALITYMEMORY_TEST_CHROMIUM") ?? (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        from program in Programs
        select Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is not null)
        {
            _playwright = await Playwright.CreateAsync();

            // A browser is slow on a busy machine. A condition that never becomes true still fails.
            Assertions.SetDefaultExpectTimeout(30_000);

            // Chromium's sandbox does not run in most containers, and only our own page is opened.
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        }
    }

    /// <summary>Opens a page in a separate browser without cookies.</summary>
    public async Task<IPage> OpenAsync(Uri address, int width, int height, ColorScheme scheme)
    {
        Skip.If(_browser is null, "chromium is not on this machine: install Debian's package chromium, or set HOSPITALITYMEMORY_TEST_CHROMIUM to the program.");
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
