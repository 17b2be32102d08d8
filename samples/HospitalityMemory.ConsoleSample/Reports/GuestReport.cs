using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>Shows what long-term memory holds on one guest: profile, context and analytics.</summary>
internal sealed class GuestReport(ILongTermMemory memory, IAnsiConsole console)
{
    private const int PromptCharacters = 1_200;

    public async Task ShowAsync(string userId, CancellationToken cancellationToken)
    {
        var profile = await memory.GetUserProfileAsync(userId, cancellationToken)
            ?? throw UserErrorException.UnknownGuest(userId);

        var context = await memory.GetPersonalizationContextAsync(userId, slots: null, cancellationToken);

        // The profile has only the latest 20 bookings. The history streams all of them.
        var stays = new List<Booking>();
        await foreach (var booking in memory.GetBookingHistoryAsync(userId, cancellationToken))
        {
            if (booking.Status is BookingStatus.Booked && booking.CheckIn <= context.Today)
            {
                stays.Add(booking);
            }
        }

        ShowProfile(profile, stays);
        ShowContext(context);
        ShowAnalytics(await memory.GetUserAnalyticsAsync(userId, cancellationToken));
    }

    /// <summary>Writes the same for another program: the profile in its documented form, the text for the model, and the analytics.</summary>
    public async Task WriteJsonAsync(string userId, CancellationToken cancellationToken)
    {
        var profile = await memory.GetUserProfileAsync(userId, cancellationToken)
            ?? throw UserErrorException.UnknownGuest(userId);
        var context = await memory.GetPersonalizationContextAsync(userId, slots: null, cancellationToken);
        console.WriteJson(new
        {
            Profile = profile,
            Prompt = context.ToPromptText(PromptCharacters),
            Analytics = await memory.GetUserAnalyticsAsync(userId, cancellationToken),
        });
    }

    private void ShowProfile(UserProfile profile, List<Booking> stays)
    {
        console.WriteHeading($"Profile of {profile.UserId}");
        if (stays.Count > 0)
        {
            console.WriteText($"{Words.Count(stays.Count, "stay")}, from {stays.Min(stay => stay.CheckIn):yyyy-MM-dd} to {stays.Max(stay => stay.CheckIn):yyyy-MM-dd}. {StayLength(profile.Insights)}");
        }

        if (profile.Insights.BookingCount - profile.Insights.StayCount is > 0 and var toCome)
        {
            console.WriteText($"{Words.Count(toCome, "booking")} to come.");
        }

        console.WriteLine();
        console.WriteText("What was learned, and why", new Style(decoration: Decoration.Bold));
        console.Write(PreferenceTable.Of(profile.Preferences));
        console.WriteCities(stays);
        console.WriteMonths(profile.Insights.SeasonalPatterns);
        console.WritePrices(stays, profile.Preferences.PreferredPriceRange);
    }

    private static string StayLength(UserInsights insights) => insights.AverageStayLength is { } nights
        ? $"Average length: {nights:0.#} nights, median {insights.MedianStayLength:0.#}, of the stays whose check-out is known."
        : "No check-out is known, so the length of the stays is not either.";

    private void ShowContext(PersonalizationContext context)
    {
        console.WriteHeading("Personalization context");
        console.WriteText("What an agent's model is given before it speaks, with ToPromptText:");
        console.WriteLine();
        console.WriteQuote(context.ToPromptText(PromptCharacters));
    }

    private void ShowAnalytics(UserAnalytics analytics)
    {
        console.WriteHeading("Analytics");
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap().RightAligned()).AddColumn();
        AddFigure(grid, "Booking frequency", analytics.BookingFrequency, "stays per year");
        AddFigure(grid, "Rooms", analytics.RoomsPerStay, "per stay");
        AddFigure(grid, "Price steadiness", analytics.PriceSensitivity, "0 to 1: how closely the guest keeps to one price");
        AddFigure(grid, "Loyalty to properties", analytics.PropertyLoyalty, "0 to 1: share of stays at a property stayed at before");
        AddFigure(grid, "Loyalty to operators", analytics.OperatorLoyalty, "0 to 1: the same of hosts, brands and chains");
        AddFigure(grid, "Loyalty to cities", analytics.CityLoyalty, "0 to 1: the same of cities");
        foreach (var (name, value) in analytics.Custom)
        {
            AddFigure(grid, name, value, "");
        }

        console.Write(grid);
    }

    private static void AddFigure(Grid grid, string name, double? value, string meaning) =>
        grid.AddRow(new Text(name), new Text(value is { } number ? $"{number:0.00}" : "unknown"), new Text(meaning, "grey"));
}
