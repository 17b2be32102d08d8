using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace HospitalityMemory.Tests.Learning;

/// <summary>How much room a travel record takes, whatever the length of the history; docs/learning.md names the bounds.</summary>
public sealed class RecordSizeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(10_000, 30, 20_000)]
    [InlineData(10_000, 10_000, 70_000)]
    public void A_record_is_bounded(int bookings, int cities, int mostBytes)
    {
        var log = BookingLog.Empty;
        for (var number = 0; number < bookings; number++)
        {
            log = log.Add(Stays.Numbered(number, cities));
        }

        var profile = new UserProfile { UserId = "u", CreatedAt = Stays.Noon, Log = log };
        using var json = JsonDocument.Parse(profile.ToJson());
        var bytes = Encoding.UTF8.GetByteCount(json.RootElement.GetProperty("travel_record").GetRawText());
        output.WriteLine($"{bookings} bookings in {cities} cities: {bytes:N0} bytes of JSON");

        Assert.InRange(bytes, 1, mostBytes);
    }
}
