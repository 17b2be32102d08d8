using HospitalityMemory.ConsoleSample.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.ConsoleSample.Tests.Journey;

public sealed class GuestJourneyTests
{
    [Fact]
    public async Task The_story_has_its_steps_in_order()
    {
        var run = await SampleRun.OfAsync();

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        string[] steps =
        [
            "1. A conversation begins",
            "nothing is known yet",
            "2. The conversation fills the slots",
            "known: city Lisbon, number_of_guests 2",
            "does not matter: budget",
            "missing: check_in_date, check_out_date",
            "3. Slots that cannot be right are refused",
            "SlotValidationException",
            "check_out_date:",
            "budget:",
            "Agent: I am sorry, that cannot be right: the day of departure and the price of a night.",
            "known: city Lisbon, check_in_date 2026-04-03, check_out_date 2026-04-06, number_of_nights 3, number_of_guests 2, budget 180 EUR",
            "missing: nothing",
            "4. What the guest says",
            "avoided: smoking room",
            "5. The booking is recorded",
            "recorded: booking-1005, Lisbon, 2026-04-03, 3 nights, 165 EUR a night",
            "1 booking to come",
            "6. More stays say more",
            "2 stays, 1 booking to come",
            "140 to 165 EUR",
            "amenity wifi 4 stays",
            "amenity gym 1 stay",
            "type apartment 3 stays",
            "wish no smoking room the guest said so",
            "7. The next conversation knows her",
            "guest: returning, 4 stays, 1 booking to come",
            "booking to come: \"booking-1005\"",
            "Agent: Welcome back! Lisbon again, a nice apartment, with wifi and kitchen",
            "no smoking room, I remember.",
            "8. What to offer first",
            "9. What the conversations take up",
            "sessions: 2 size: ",
            "10. And forgotten",
            "erased: 1 profile, 1 booking, 1 session",
            "nothing is left",
            "Ana is kept",
        ];
        var position = 0;
        foreach (var step in steps)
        {
            var found = run.Unwrapped.IndexOf(step, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"\"{step}\" is missing after: {run.Unwrapped[Math.Max(0, position - 200)..position]}");
            position = found + step.Length;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(200)]
    public async Task The_second_run_remembers_the_guest_and_records_nothing_twice(int daysLater)
    {
        using var database = new TemporaryDatabase();
        var first = await SampleRun.OfAsync(database.Option);

        var second = await SampleRun.AtAsync(SampleRun.Now.AddDays(daysLater), database.Option);

        Assert.Contains("guest: nothing is known yet Agent: Welcome! Where", first.Unwrapped);
        Assert.DoesNotContain("run before", first.Unwrapped);
        Assert.Equal((ExitCodes.Success, ""), (second.ExitCode, second.Errors));
        Assert.DoesNotContain("nothing is known yet", second.Unwrapped);
        Assert.Contains($"guest: returning, {(daysLater < 40 ? "4 stays, 1 booking to come" : "5 stays")} This program was run before, and she is remembered", second.Unwrapped);
        Assert.Contains("no smoking room, I remember.", second.Unwrapped[..second.Unwrapped.IndexOf("2. The conv", StringComparison.Ordinal)]);
        Assert.DoesNotContain("6 stays", second.Unwrapped);
        second.AssertReadable();
        Assert.Contains("5 bookings", (await SampleRun.OfAsync(["history", "ana", .. database.Option])).Output);
    }

    [Fact]
    public async Task The_guest_who_is_erased_is_a_stranger_to_the_next_run()
    {
        using var database = new TemporaryDatabase();
        await SampleRun.OfAsync(database.Option);
        await SampleRun.OfAsync(["erase", "ana", .. database.Option]);

        var run = await SampleRun.OfAsync(database.Option);

        Assert.Contains("guest: nothing is known yet", run.Unwrapped);
    }

    [Fact]
    public async Task In_memory_the_story_is_forgotten_and_says_so()
    {
        await SampleRun.OfAsync("--memory");

        var run = await SampleRun.OfAsync("journey", "--memory");

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("guest: nothing is known yet", run.Unwrapped);
        Assert.Contains("Ana is forgotten with the end of this run", run.Unwrapped);
        Assert.DoesNotContain("UseSqlite", run.Output);
    }

    [Fact]
    public async Task The_story_fits_a_terminal_of_80_columns_and_a_file()
    {
        var run = await SampleRun.OfAsync("journey");

        run.AssertReadable();
        Assert.InRange(run.Lines.Count, 60, 200);
    }

    [Theory]
    [InlineData("2024-02-29")]
    [InlineData("2026-12-31")]
    [InlineData("2051-01-30")]
    public async Task The_story_can_be_told_on_any_day(string day)
    {
        var run = await SampleRun.AtAsync(DateTimeOffset.Parse(day + "T23:59:59Z"));

        Assert.Equal((ExitCodes.Success, ""), (run.ExitCode, run.Errors));
        Assert.Contains("nothing is left", run.Unwrapped);
        run.AssertReadable();
    }

    [Fact]
    public async Task A_call_of_a_new_process_has_time_to_make_its_first_connection()
    {
        HospitalityMemoryOptions? options = null;

        await SampleRun.OnAsync(
            Terminal.OpenPlain(TextWriter.Null), SampleRun.Now, ["stats"], services => services.PostConfigure<HospitalityMemoryOptions>(read => options = read));

        Assert.Equal(TimeSpan.FromSeconds(30), options!.LongTerm.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ShortTerm.Timeout);
    }

    [Fact]
    public async Task A_setting_that_is_wrong_is_named()
    {
        using var output = new StringWriter();

        var run = await SampleRun.OnAsync(
            Terminal.OpenPlain(output), SampleRun.Now, [], services => services.AddHospitalityMemory(
                options => options.ShortTerm.MaxMessages = 0));

        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("MaxMessages", run.Errors);
        Assert.Empty(output.ToString());
    }
}
