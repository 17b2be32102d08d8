using System.Text;
using CsCheck;
using HospitalityMemory.Conformance;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Import;

namespace HospitalityMemory.ConsoleSample.Tests.Fuzz;

/// <summary>Files of bookings that are broken are told as such, row by row, and never as another error.</summary>
[Trait("Category", Fuzzing.Category)]
public sealed class CsvFuzzTests
{
    private const string File =
        "stay_id,user_id,booked_at,check_in,check_out,city,country,price,currency,property_type,amenities,guest_rating,listing_id,guests,status,cancelled_at\n"
        + "s1,u1,2024-12-24T18:30:00+01:00,2025-03-15,2025-03-18,Miami,US,199.50,USD,villa,pool; wifi;,4.5,villa-7,4,booked,\n"
        + "s2,u1,,2025-04-15,,\"San\"\" José, CR\",,,,,,,,,cancelled,2025-03-01\n";

    private static readonly string[] Tokens =
        ["\"", ",", "\n", "\r", ";", "\0", "-1", "1e400", "9999-12-31", "0001-01-01T00:00:00+14:00", "99999999999999999999999999999", "\ud83d", "\ufeff", "stay_id", "NaN"];

    [Fact]
    public void Bookings() => Fuzzing.Broken(Gen.Const(Encoding.UTF8.GetBytes(File)), Tokens).Sample(
        file =>
        {
            Fuzzing.MayThrow(() => ReadAsync(file).GetAwaiter().GetResult(), typeof(UserErrorException), typeof(InvalidDataException));
        },
        iter: Fuzzing.Iterations);

    private static async Task ReadAsync(byte[] file)
    {
        await using var bookings = await CsvBookings.OpenAsync(new MemoryStream(file));
        await foreach (var row in bookings.ReadAsync())
        {
            if (row is BadRow { Reason: var reason })
            {
                Assert.NotEmpty(reason);
            }
        }
    }
}
