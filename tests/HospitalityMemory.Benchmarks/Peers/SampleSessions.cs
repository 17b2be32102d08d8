using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>The content of sessions, the same for all contestants.</summary>
internal static class SampleSessions
{
    public const int MaxMessages = 50;

    /// <summary>How many calls make a batch in BenchmarkDotNet.</summary>
    public const int BatchSize = 1_000;

    public const string Content = "We are four, and would like something quiet and central with a view of the sea, please.";

    /// <summary>Changes of two of eight slots. Each sets values that are not there yet.</summary>
    public static BookingSlots[] SlotChanges { get; } =
        [.. Enumerable.Range(0, 61).Select(i => new BookingSlots { NumberOfGuests = 1 + (i % 7), Budget = 100 + i })];

    public static BookingSlots Slots { get; } = new()
    {
        City = "Lisbon",
        CheckInDate = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().DateTime).AddDays(30),
        CheckOutDate = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().DateTime).AddDays(34),
        NumberOfGuests = 4,
        Budget = 240,
        BudgetCurrency = "EUR",
        Extras = JsonFields.Empty.Set("view", "sea").Set("loyalty_number", "LX-204411"),
    };

    /// <summary>The speaker of the message at an index: the guest and the agent take turns.</summary>
    public static MessageRole Role(int index) => index % 2 is 0 ? MessageRole.User : MessageRole.Assistant;

    public static string[] Ids(int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"session-{i:D7}"))];

    public static string[] Contents(int count) => [.. Enumerable.Repeat(Content, count)];

    /// <summary>Creates sessions in a new peer.</summary>
    public static TPeer Fill<TPeer>(TPeer peer, string[] ids, int messages)
        where TPeer : struct, ISessionPeer
    {
        var contents = Contents(messages);
        foreach (var id in ids)
        {
            peer.Create(id, contents);
        }

        return peer;
    }
}
