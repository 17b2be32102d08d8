using HospitalityMemory.Orchestrator.Tests.Service;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HospitalityMemory.Orchestrator.Tests.Browser;

public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Wish = "I like a pool and I never want hostels. Lisbon, 12 to 15 May, for two, under 200 euros";

    [SkippableFact]
    public async Task A_guest_chats_books_comes_back_and_is_greeted_with_what_was_learned()
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, 1280, 800, ColorScheme.Light);
        await SignInAsync(page, "Ada");

        await SayAsync(page, Wish);
        await Expect(page.Locator(".said").Last).ToContainTextAsync("Which one shall I book?");
        await Expect(page.Locator("#agents [aria-current]")).ToHaveTextAsync("Availability");
        await Expect(page.Locator("#slots li")).ToContainTextAsync(["Lisbon", "12 May", "2 guests", "up to 200 EUR"]);
        await Expect(page.Locator("#wishes li")).ToHaveTextAsync(["no hostel", "pool"]);

        await Expect(page.Locator("#ideas button")).ToHaveCountAsync(3);
        await SaveAsync(page, "offers-1280");
        await page.Locator("#ideas button").First.ClickAsync();
        await Expect(page.Locator(".said").Last).ToContainTextAsync("It is booked");
        await Expect(page.Locator("#agents [aria-current]")).ToHaveTextAsync("Booking");
        await Expect(page.Locator("#learned li").First).ToHaveTextAsync("Lisbon");
        await SaveAsync(page, "light-1280");

        // On another day the page is opened again, and the cookie is still there.
        await page.ReloadAsync();
        await SayAsync(page, "Hello!");
        await Expect(page.Locator(".said").Last).ToContainTextAsync("Welcome back! I remember: you like pool; you would rather have no hostel; you booked in Lisbon");
        await Expect(page.Locator("#sessions li")).ToHaveCountAsync(2);

        await page.Locator("#sessions .open", new() { HasText = "Lisbon" }).ClickAsync();
        await Expect(page.Locator(".said.mine .text")).ToContainTextAsync([Wish, "Book "]);
    }

    [SkippableFact]
    public async Task What_is_typed_is_text_whatever_it_is()
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, 1280, 800, ColorScheme.Light);
        var alerts = new List<string>();
        page.Dialog += (_, dialog) =>
        {
            alerts.Add(dialog.Message);
            _ = dialog.DismissAsync();
        };
        const string Evil = "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>";
        await SignInAsync(page, "<i>Eve</i>");
        await SayAsync(page, $"I like {Evil}");
        await Expect(page.Locator("#wishes li").First).ToContainTextAsync("<img src=x");
        await page.ReloadAsync();
        await page.Locator("#sessions .open").First.ClickAsync();

        await Expect(page.Locator(".said.mine .text")).ToHaveTextAsync($"I like {Evil}");
        await Expect(page.Locator("#who")).ToHaveTextAsync("Travelling as <i>Eve</i>");
        Assert.Equal(0, await page.Locator("#app img, #app script, #app b:not(#sessions b), #app i").CountAsync());
        Assert.Empty(alerts);
    }

    [SkippableTheory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task It_fits_and_can_be_read_on_every_screen(int width, int height, ColorScheme scheme)
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, width, height, scheme);
        var name = $"{scheme.ToString().ToLowerInvariant()}-{width}";
        await AssertFitsAsync(page);
        await AssertContrastAsync(page);
        await SaveAsync(page, name + "-welcome");

        await SignInAsync(page, "Bartholomew Featherstonehaugh-Cholmondeley");
        await AssertFitsAsync(page);
        await AssertContrastAsync(page);
        await SaveAsync(page, name + "-empty");

        await SayAsync(page, Wish);
        await SayAsync(page, new string('w', 300));
        await AssertFitsAsync(page);
        await AssertContrastAsync(page);
        await SaveAsync(page, name + "-chat");
        if (width < 900)
        {
            await AssertPanelAsync(page, "About you", "known", name);
            await AssertPanelAsync(page, "Chats", "sessions", name);
        }
    }

    [SkippableFact]
    public async Task It_works_from_the_keyboard()
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, 1280, 800, ColorScheme.Light);

        await Expect(page.Locator("#name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#message")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Hello!");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("Porto, please");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".said.mine .text")).ToHaveTextAsync("Hello!\nPorto, please", new() { UseInnerText = true });
        await Expect(page.Locator("#message")).ToBeFocusedAsync();
        await Expect(page.Locator("#message")).ToHaveValueAsync("");
    }

    [SkippableFact]
    public async Task Every_control_has_a_name()
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, 1280, 800, ColorScheme.Light);
        await SignInAsync(page, "Ada");
        await SayAsync(page, Wish);

        var unnamed = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('button, a, input, textarea, [role=log], section')]
              .filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length || e.textContent.trim()))
              .map(e => e.outerHTML)
            """);
        Assert.Empty(unnamed);
        await Expect(page.GetByRole(AriaRole.Log, new() { Name = "Messages" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Your message" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete the conversation Lisbon" })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_guest_takes_the_data_along_and_is_forgotten()
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, 1280, 800, ColorScheme.Light);
        await SignInAsync(page, "Ada");
        await SayAsync(page, Wish);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Export my data").ClickAsync());
        Assert.Equal("guest.json", download.SuggestedFilename);
        Assert.Contains("Lisbon", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);

        await page.GetByText("Forget me").ClickAsync();
        await page.GetByText("Keep them").ClickAsync();
        await Expect(page.Locator("#wishes li")).ToHaveCountAsync(2);
        await page.GetByText("Forget me").ClickAsync();
        await page.GetByText("Erase them").ClickAsync();
        await Expect(page.Locator("#receipt")).ToContainTextAsync("Forgotten: 1 conversation, 0 bookings");
        await Expect(page.GetByText("Who is travelling?")).ToBeVisibleAsync();

        await SignInAsync(page, "Ada");
        await Expect(page.Locator("#nothing-known")).ToBeVisibleAsync();
        await Expect(page.Locator("#no-sessions")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task It_says_that_no_model_speaks()
    {
        await using var service = await RunningService.StartAsync();
        var page = await OpenAsync(service, 1280, 800, ColorScheme.Light);
        await SignInAsync(page, "Ada");

        await Expect(page.Locator("#model")).ToContainTextAsync("No model speaks here");
    }

    private Task<IPage> OpenAsync(RunningService service, int width, int height, ColorScheme scheme) =>
        chromium.OpenAsync(service.Address, width, height, scheme);

    private static async Task SignInAsync(IPage page, string name)
    {
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByText("Begin").ClickAsync();
        await Expect(page.Locator("#who")).ToContainTextAsync(name);
    }

    private static async Task SayAsync(IPage page, string message)
    {
        await page.GetByLabel("Your message").FillAsync(message);
        await page.Locator("#send").ClickAsync();
        await Expect(page.Locator(".said:not(.mine)").Last).Not.ToBeEmptyAsync();
        await Expect(page.Locator("#send")).ToBeEnabledAsync();
    }

    private static async Task AssertPanelAsync(IPage page, string button, string panel, string name)
    {
        await page.GetByText(button, new() { Exact = true }).ClickAsync();
        await Expect(page.Locator($"#{panel}-panel")).ToBeVisibleAsync();
        await AssertFitsAsync(page);
        await AssertContrastAsync(page);
        await SaveAsync(page, $"{name}-{panel}");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator($"#{panel}-panel")).ToBeHiddenAsync();
    }

    /// <summary>Nothing extends beyond the window to the side, and the page itself does not scroll.</summary>
    private static async Task AssertFitsAsync(IPage page)
    {
        var wide = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.skip, .unseen'))
              .filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.right > innerWidth + 0.5 || r.left < -0.5); })
              .map(e => e.tagName + '#' + e.id + '.' + e.className)
            """);
        Assert.Empty(wide);
        Assert.True(await page.EvaluateAsync<bool>(
            "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"));
    }

    /// <summary>The contrast of text to its background meets WCAG: at least 4.5 to 1.</summary>
    private static async Task AssertContrastAsync(IPage page)
    {
        var faint = await page.EvaluateAsync<string[]>(
            """
            () => {
              const parse = c => { const v = (c.match(/[\d.]+/g) ?? []).map(Number); return { r: v[0], g: v[1], b: v[2], a: v[3] ?? 1 }; };
              const light = c => [c.r, c.g, c.b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
              const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a === 1) return c; } return { r: 255, g: 255, b: 255 }; };
              return [...document.querySelectorAll('body *')]
                .filter(e => e.checkVisibility() && !e.closest('.skip') && !e.disabled && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                .map(e => { const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))]; return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e]; })
                .filter(([ratio]) => ratio < 4.5).map(([ratio, e]) => `${ratio.toFixed(2)} ${e.tagName}#${e.id}.${e.className}: ${e.textContent.slice(0, 40)}`);
            }
            """);
        Assert.Empty(faint);
    }

    /// <summary>Saves a picture if a folder for pictures is named.</summary>
    private static async Task SaveAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HOSPITALITYMEMORY_TEST_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
