namespace HospitalityMemory.Tests.LongTerm;

/// <summary>A group that booked many rooms at once appears as one stay.</summary>
public sealed class GroupPromptTests : IDisposable
{
    private readonly Guests _guests = new();

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task Ten_rooms_of_one_night_are_one_stay_and_no_habit()
    {
        for (var room = 0; room < 10; room++)
        {
            await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay($"b{room}", "Vienna", 2026, 2, 10) with
            {
                CheckOut = new(2026, 2, 11),
                BookedAt = new(2025, 8, 1, 0, 0, 0, TimeSpan.Zero),
            });
        }

        await _guests.Memory.AddBookingToHistoryAsync(Guests.Id, Guests.Stay("next", "Oslo", 2026, 7, 1));

        var context = await _guests.Memory.GetPersonalizationContextAsync(Guests.Id);
        var lines = context.ToPromptText(4_000).Split('\n');

        Assert.Equal(1, context.StayCount);
        Assert.Equal(10, Assert.Single(context.RecentStays).Rooms);
        Assert.Contains("guest: returning, 1 stay, 1 booking to come", lines);
        Assert.Equal(["stay: 2026-02-10 to 2026-02-11 in \"Vienna\", 10 rooms"], lines.Where(line => line.StartsWith("stay:", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("ahead", StringComparison.Ordinal) || line.StartsWith("average", StringComparison.Ordinal));
    }
}
