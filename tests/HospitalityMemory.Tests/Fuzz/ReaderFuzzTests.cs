using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using HospitalityMemory.Tests.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Tests.Fuzz;

/// <summary>
/// Readers of broken JSON throw the documented errors. What they accept can be written, read again, and used.
/// </summary>
[Trait("Category", Fuzzing.Category)]
public sealed class ReaderFuzzTests
{
    [Theory]
    [InlineData("{\"s\\ud800ession_id\":\"s\"}")]
    [InlineData("{\"session_id\":\"s\\ud800\"}")]
    [InlineData("{\"\\udc00\":1,\"session_id\":\"s\"}")]
    public void A_name_or_a_text_that_is_no_Unicode_is_broken_data(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        Assert.All(
            new Action[] { () => MemoryJson.ReadSession(utf8), () => MemoryJson.ReadMessage(utf8), () => MemoryJson.ReadBooking(utf8), () => MemoryJson.ReadProfile(utf8) },
            read => Assert.IsType<CorruptDataException>(Assert.ThrowsAny<UnreadableDataException>(read)));
    }

    [Theory]
    [InlineData("\"score\":1e400")]
    [InlineData("\"confidence\":1e400")]
    [InlineData("\"confidence\":-0.1")]
    [InlineData("\"stays\":-1")]
    [InlineData("\"range\":{\"min\":-1,\"max\":1}")]
    [InlineData("\"range\":{\"min\":1,\"max\":79228162514264337593543950335}")]
    public void A_preference_that_cannot_be_is_told_where_it_is_read(string field)
    {
        var json = $$$"""{"user_id":"u","created_at":"2025-01-01T00:00:00Z","preferences":{"all":[{"kind":"city","value":"Rome","source":"bookings",{{{field}}} }]}}""";
        var error = Assert.Throws<CorruptDataException>(() => UserProfile.FromJson(json));
        Assert.Contains(" at $.preferences.all[0].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions() => Fuzzing.BrokenJson(MemoryGen.Session.Select(session => session.ToJson())).Sample(
        json => Check(json, static utf8 => MemoryJson.ReadSession(utf8), MemoryJson.WriteSession), iter: Fuzzing.Iterations);

    [Fact]
    public void Messages() => Fuzzing.BrokenJson(MemoryGen.Message.Select(message => Written(message, MemoryJson.WriteMessage))).Sample(
        json => Check(json, static utf8 => MemoryJson.ReadMessage(utf8), MemoryJson.WriteMessage), iter: Fuzzing.Iterations);

    [Fact]
    public void Bookings() => Fuzzing.BrokenJson(MemoryGen.Booking.Select(booking => Written(booking, MemoryJson.WriteBooking))).Sample(
        json => Check(json, static utf8 => MemoryJson.ReadBooking(utf8), MemoryJson.WriteBooking), iter: Fuzzing.Iterations);

    [Fact]
    public void Profiles() => Fuzzing.BrokenJson(MemoryGen.Profile.Select(profile => profile.ToJson())).Sample(
        json =>
        {
            if (Check(json, static utf8 => MemoryJson.ReadProfile(utf8), MemoryJson.WriteProfile) is { } profile)
            {
                UseAsync(profile).GetAwaiter().GetResult();
            }
        },
        iter: Fuzzing.Iterations);

    [Fact]
    public void Slots_of_an_agent() => Fuzzing.BrokenJson(MemoryGen.Slots.Select(WrittenSlots)).Sample(
        json =>
        {
            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(json);
            }
            catch (JsonException)
            {
                // An agent's framework has parsed it.
                return;
            }

            using (document)
            {
                SetSlotsAsync(document.RootElement, isUnicode: Utf8.IsValid(json)).GetAwaiter().GetResult();
            }
        },
        iter: Fuzzing.Iterations);

    private static T? Check<T>(byte[] json, Func<byte[], T> read, Action<T, IBufferWriter<byte>> write)
        where T : class
    {
        T? value = null;
        if (!Fuzzing.MayThrow(() => value = read(json), typeof(UnreadableDataException)))
        {
            return null;
        }

        var written = Written(value!, write);
        Assert.Equal(written, Written(read(Encoding.UTF8.GetBytes(written)), write));
        return value;
    }

    private static string Written<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(value, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string WrittenSlots(BookingSlots slots)
    {
        var options = new JsonSerializerOptions();
        options.AddHospitalityMemory();
        return JsonSerializer.Serialize(slots, options);
    }

    /// <summary>A profile that was accepted can be shown and written to.</summary>
    private static async Task UseAsync(UserProfile profile)
    {
        await using var provider = Build();
        var store = provider.GetRequiredService<IProfileStore>();
        Assert.NotNull(await store.TryCommitAsync(profile with { Version = 0 }, [], CancellationToken.None));
        var memory = provider.GetRequiredService<ILongTermMemory>();
        for (var round = 0; round < 2; round++)
        {
            Assert.NotNull((await memory.GetPersonalizationContextAsync(profile.UserId)).ToPromptText(4_000));
            await memory.GetUserAnalyticsAsync(profile.UserId);
            await memory.RankPropertiesAsync(profile.UserId, [new() { PropertyId = "p", City = "Rome", PricePerNight = 100, Currency = "EUR", Amenities = ["pool"] }]);
            await memory.AddBookingToHistoryAsync(profile.UserId, new() { BookingId = $"new {round}", City = "Rome", CheckIn = new(2026, 1, 1), PricePerNight = 90, Currency = "EUR" });
        }
    }

    private static async Task SetSlotsAsync(JsonElement slots, bool isUnicode)
    {
        await using var provider = Build();
        var memory = provider.GetRequiredService<IShortTermMemory>();
        await memory.CreateSessionAsync("s");
        try
        {
            var update = await memory.TryUpdateSlotsFromJsonAsync("s", slots);
            Assert.Equal(update.Session.Slots, Session.FromJson((await memory.GetSessionAsync("s"))!.ToJson()).Slots);
        }
        catch (ArgumentException) when (slots.ValueKind is not JsonValueKind.Object || !isUnicode)
        {
            // As documented.
        }
    }

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        return services.BuildServiceProvider();
    }
}
