#if !DEBUG // Where the compiler does not optimize, every asynchronous method is an object of its own.
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HospitalityMemory.Tests.LongTerm;

/// <summary>The bytes that recording a teaching booking allocates, however long the history is.</summary>
[Collection("Measures the process")]
public sealed class BookingAllocationTests(ITestOutputHelper output)
{
    /// <summary>Several cycles of the travel record, which include the full cost of copying it.</summary>
    private const int Added = 200;

    private const int MaxRounds = 200;
    private const long Allowed = 1_024;

    [Theory]
    [InlineData(100)]
    [InlineData(2_000)]
    public async Task A_booking_allocates_as_little_after_many_as_after_few(int history)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        Booking[] bookings = [.. Enumerable.Range(0, history + Added).Select(NewBooking)];

        // Repeated until the runtime has optimized the code in the background. Before that, it boxes values needlessly.
        var bytes = long.MaxValue;
        for (var round = 0; round < MaxRounds && bytes > Allowed; round++)
        {
            var guest = $"guest-{round}";
            await AddAsync(guest, bookings.AsMemory(0, history));
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (!AddAsync(guest, bookings.AsMemory(history)).IsCompletedSuccessfully)
            {
                Assert.Fail("The calls did not complete at once.");
            }

            bytes = Math.Min(bytes, (GC.GetAllocatedBytesForCurrentThread() - before) / Added);
        }

        output.WriteLine($"booking after {history}: {bytes} bytes");
        Assert.InRange(bytes, 100, Allowed);

        async Task AddAsync(string guest, ReadOnlyMemory<Booking> added)
        {
            for (var i = 0; i < added.Length; i++)
            {
                await memory.AddBookingToHistoryAsync(guest, added.Span[i]);
            }
        }
    }

    private static Booking NewBooking(int number) => new()
    {
        BookingId = $"b{number}",
        City = number % 3 is 0 ? "Lisbon" : "Miami",
        CheckIn = new DateOnly(2010, 1, 1).AddDays(number),
        CheckOut = new DateOnly(2010, 1, 4).AddDays(number),
        Country = "US",
        Guests = 2,
        PricePerNight = 150 + (number % 90),
        Currency = "USD",
        PropertyType = "villa",
        Amenities = ["wifi", "pool", "kitchen"],
        GuestRating = 4,
    };
}
#endif
