using System.Globalization;

namespace HospitalityMemory.Evaluation.Reports;

/// <summary>
/// Shows what the memory says about real guests after the replay: figures over all guests, and a few complete guests.
/// </summary>
internal static class GuestReport
{
    private const int FewestStays = 3;
    private const int Examples = 2;

    /// <param name="memory">The memory after the replay.</param>
    /// <param name="stays">How many stays each guest has.</param>
    /// <param name="sources">The source of each guest's stays.</param>
    /// <param name="output">Where to write.</param>
    public static async Task WriteAsync(
        ILongTermMemory memory, IReadOnlyDictionary<string, int> stays, IReadOnlyDictionary<string, string> sources, TextWriter output)
    {
        string[] guests = [.. stays.Where(guest => guest.Value >= FewestStays).Select(guest => guest.Key)];
        var analytics = new List<UserAnalytics>(guests.Length);
        var insights = new List<UserInsights>(guests.Length);
        var (typed, foreign) = (0, 0);
        var (many, alarmed) = (0, 0);
        foreach (var guest in guests)
        {
            analytics.Add(await memory.GetUserAnalyticsAsync(guest));
            var profile = (await memory.GetUserProfileAsync(guest))!;
            insights.Add(profile.Insights);
            if (profile.Preferences.PreferredAmenities is { Count: >= 10 } amenities)
            {
                many++;
                alarmed += amenities.Contains("carbon monoxide alarm") && !amenities.Contains("wifi") ? 1 : 0;
            }

            if (profile.Preferences.PreferredPropertyTypes is [var type, ..])
            {
                typed++;
                foreign += await memory.GetBookingHistoryAsync(guest).AnyAsync(stay => stay.PropertyType == type) ? 0 : 1;
            }
        }

        await output.WriteLineAsync(Invariant($"\n{guests.Length} guests of {FewestStays} stays or more: lowest quarter, median, highest quarter"));
        Write("stays a year", analytics.Select(guest => (double?)guest.BookingFrequency));
        Write("loyalty to properties", analytics.Select(guest => guest.PropertyLoyalty));
        Write("loyalty to operators", analytics.Select(guest => guest.OperatorLoyalty));
        Write("loyalty to cities", analytics.Select(guest => guest.CityLoyalty));
        Write("price steadiness", analytics.Select(guest => guest.PriceSensitivity));
        Write("mean nights", insights.Select(guest => guest.AverageStayLength));
        Write("median nights", insights.Select(guest => guest.MedianStayLength));
        Write("days booked ahead", insights.Select(guest => guest.MedianLeadTimeDays));
        Write("party size", insights.Select(guest => (double?)guest.UsualPartySize));

        await output.WriteLineAsync(Invariant($"  {foreign} of {typed} guests are told first a type that they never booked"));

        await output.WriteLineAsync(Invariant($"  {alarmed} of {many} guests with ten preferred amenities are told of a carbon monoxide alarm and not of wifi"));

        // The ids are hashes already, but none is shown even so.
        foreach (var source in sources.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (var guest in guests.Where(guest => sources[guest] == source).OrderByDescending(guest => stays[guest]).Take(Examples))
            {
                await WriteGuestAsync(memory, guest, source, output);
            }
        }

        void Write(string name, IEnumerable<double?> values)
        {
            double[] known = [.. values.OfType<double>().Order()];
            output.WriteLine(known.Length is 0
                ? Invariant($"  {name,-21} not known of any")
                : Invariant($"  {name,-21} {At(0.25):0.00}, {At(0.5):0.00}, {At(0.75):0.00} (of {known.Length} guests)"));

            double At(double share) => known[(int)Math.Round(share * (known.Length - 1))];
        }
    }

    private static async Task WriteGuestAsync(ILongTermMemory memory, string guest, string source, TextWriter output)
    {
        var context = await memory.GetPersonalizationContextAsync(guest);
        var analytics = await memory.GetUserAnalyticsAsync(guest);
        await output.WriteLineAsync($"\nA guest of {source}");
        await output.WriteLineAsync(Invariant(
            $"  stays a year {analytics.BookingFrequency:0.0}, loyalty to properties {analytics.PropertyLoyalty:0.00}, to cities {analytics.CityLoyalty:0.00}, price steadiness {analytics.PriceSensitivity:0.00}"));
        foreach (var (season, cities) in context.Insights.SeasonalPatterns.DestinationsBySeason)
        {
            await output.WriteLineAsync($"  in {season}: {string.Join(", ", cities)}");
        }

        foreach (var line in context.ToPromptText(2_000).Split('\n'))
        {
            await output.WriteLineAsync("  | " + line);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
