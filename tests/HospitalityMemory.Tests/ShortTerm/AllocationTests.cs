using System.Buffers;
using HospitalityMemory.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>
/// The bytes that the calls of every turn of a conversation allocate, including the snapshots that they return.
/// </summary>
[Collection("Measures the process")]
public sealed class AllocationTests(ITestOutputHelper output) : IDisposable
{
    private const int Calls = 2_000;
    private const int MaxRounds = 20_000;

    /// <summary>The size of the completed task, with its result, through which a call is measured.</summary>
    private const int TaskBytes = 72;

    private readonly MemoryMetrics _metrics = new(new MemoryInstruments(null), HospitalityMemoryOptions.DefaultApplication);

    public void Dispose() => _metrics.Instruments.Dispose();

    [Fact]
    public async Task A_read_allocates_its_snapshot_and_nothing_else() =>
        await MeasureAsync("get", 64, memory => memory.GetSessionAsync("s1").AsTask());

    [Fact]
    public async Task An_append_to_a_full_session_does_not_copy_its_messages() =>
        await MeasureAsync("append", 208, memory => memory.AddMessageAsync("s1", MessageRole.User, "hello").AsTask());

    /// <summary>System.Text.Json would take half as much again for types with required members.</summary>
    [Fact]
    public void Reading_a_stored_message_takes_two_objects_its_text_and_little_more()
    {
        var message = new SessionMessage { Role = MessageRole.User, Content = "hello", Timestamp = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };
        var session = new Session { SessionId = "s1", CreatedAt = message.Timestamp, ExpiresAt = message.Timestamp, Messages = MessageList.From(Enumerable.Repeat(message, 50)) };
        var json = new ArrayBufferWriter<byte>();
        MemoryJson.WriteSession(session with { Messages = MessageList.From(session.Messages.Select((one, index) => one.WithSequence(index + 1))) }, json);

        var bytes = long.MaxValue;
        for (var round = 0; round < 200; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            MemoryJson.ReadSession(json.WrittenSpan);
            bytes = Math.Min(bytes, (GC.GetAllocatedBytesForCurrentThread() - before) / 50);
        }

        output.WriteLine($"read: {bytes} bytes a message");
        Assert.InRange(bytes, 100, 352);
    }

#if !DEBUG // Where the compiler does not optimize, every asynchronous method is an object of its own.
    /// <summary>
    /// The slots, the state, its version, and two snapshots. Each is copied once, even where other slots follow.
    /// </summary>
    [Theory]
    [MemberData(nameof(SlotUpdates))]
    public async Task An_update_of_slots_allocates_little(string name, BookingSlots first, BookingSlots second)
    {
        BookingSlots[] slots = [first, second];
        var turn = 0;

        await MeasureAsync($"slots ({name})", 264, memory => memory.UpdateSlotsAsync("s1", slots[turn++ % 2]).AsTask());
    }

    public static TheoryData<string, BookingSlots, BookingSlots> SlotUpdates => new()
    {
        { "two", new() { NumberOfGuests = 2, Budget = 100 }, new() { NumberOfGuests = 3, Budget = 110 } },
        { "a city, and any", new() { City = "Rome" }, new() { City = "any city" } },
        { "a budget, and any", new() { Budget = 100 }, new() { Open = OpenSlots.Budget } },
        { "nights", new() { NumberOfNights = 3 }, new() { NumberOfNights = 4 } },
        { "a stay", new() { CheckInDate = new(2100, 3, 5), NumberOfNights = 3 }, new() { CheckOutDate = new(2100, 3, 10) } },
    };
#endif

    private async Task MeasureAsync(string name, long allowed, Func<ShortTermMemory, Task> call)
    {
        var options = Microsoft.Extensions.Options.Options.Create(new HospitalityMemoryOptions());
#pragma warning disable RS0030 // Nothing here depends on the time, and a fake clock would be measured along.
        var clock = TimeProvider.System;
#pragma warning restore RS0030
        var memory = new ShortTermMemory(
            new InMemorySessionStore(), options, clock, _metrics, [], [], [], new EstimatedTokenCounter(), NullLogger<ShortTermMemory>.Instance);
        await memory.CreateSessionAsync("s1", "guest");
        await memory.UpdateSlotsAsync("s1", new()
        {
            City = "Lisbon",
            CheckInDate = new(2100, 3, 1),
            CheckOutDate = new(2100, 3, 4),
            Budget = 240,
            BudgetCurrency = "EUR",
            Extras = JsonFields.Empty.Set("view", "sea"),
        });
        for (var i = 0; i < 100; i++)
        {
            await memory.AddMessageAsync("s1", MessageRole.User, "hello");
        }

        // Repeated until the runtime has optimized the code in the background. Before that, it boxes values needlessly.
        var bytes = long.MaxValue;
        for (var round = 0; round < MaxRounds && bytes > allowed; round++)
        {
            bytes = Math.Min(bytes, Run());
        }

        output.WriteLine($"{name}: {bytes} bytes");
        Assert.InRange(bytes, 40, allowed);

        long Run()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
            {
                if (!call(memory).IsCompletedSuccessfully)
                {
                    Assert.Fail("The call did not complete at once.");
                }
            }

            return ((GC.GetAllocatedBytesForCurrentThread() - before) / Calls) - TaskBytes;
        }
    }
}
