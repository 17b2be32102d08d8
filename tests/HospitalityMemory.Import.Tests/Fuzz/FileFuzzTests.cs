using System.Text;
using CsCheck;
using HospitalityMemory.Conformance;

namespace HospitalityMemory.Import.Tests.Fuzz;

/// <summary>Broken files of bookings are reported as broken, row by row, and never as another error.</summary>
[Trait("Category", Fuzzing.Category)]
public sealed class FileFuzzTests
{
    private const string Csv =
        "stay_id,user_id,booked_at,check_in,check_out,city,country,price,currency,property_type,amenities,guest_rating,listing_id,guests,status,cancelled_at\n"
        + "s1,u1,2024-12-24T18:30:00+01:00,2025-03-15,2025-03-18,Miami,US,199.50,USD,villa,pool; wifi;,4.5,villa-7,4,booked,\n"
        + "s2,u1,,15.04.2025,,\"San\"\" José, CR\",,\"$1,234.50\",,,,,,,cancelled,2025-03-01\n";

    private const string Json =
        """
        [{"id": 1, "user": "u1", "arrival": "2025-03-15", "city": "Miami", "price": 199.5, "amenities": ["pool"], "property": {"id": 7}},
         {"id": "2", "user": "u1", "arrival": "15.04.2025", "city": "San José", "total": "1.234,56 €", "status": "cancelled"}]
        """;

    private static readonly string[] Tokens =
    [
        "\"", ",", "\n", "\r", ";", "\0", "-1", "1e400", "9999-12-31", "0001-01-01T00:00:00+14:00", "99999999999999999999999999999", "\ud83d", "\ufeff", "stay_id", "NaN",
        "sep=;\n", "03/04/2027", "1.234", "{", "[", "]", "null", "31.12.99", "5 March 2026", "(", "%", "€", "2200-12-31",
    ];

    [Fact]
    public void Csv_files() => Sample(Csv);

    [Fact]
    public void Json_files() => Sample(Json);

    private static void Sample(string file) => Fuzzing.Broken(Gen.Const(Encoding.UTF8.GetBytes(file)), Tokens).Sample(
        broken =>
        {
            Fuzzing.MayThrow(() => ReadAsync(broken).GetAwaiter().GetResult(), typeof(ImportQuestionException), typeof(InvalidDataException));
        },
        iter: Fuzzing.Iterations);

    private static async Task ReadAsync(byte[] file)
    {
        foreach (var row in await Cases.ReadAsync(Cases.File(file)))
        {
            Assert.True(row.Booking is not null || row.Problems.Count > 0);
            if (row.Booking is { } booking)
            {
                // What is read can be recorded. A row that the memory would refuse is refused with its column's name.
                BookingRules.Take(booking, out _);
            }
        }
    }
}
