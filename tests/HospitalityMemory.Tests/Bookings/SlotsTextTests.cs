namespace HospitalityMemory.Tests.Bookings;

public sealed class SlotsTextTests
{
    [Fact]
    public void Slots_show_what_is_set_and_of_the_hosts_own_the_names()
    {
        var slots = new BookingSlots
        {
            City = "Paris",
            CheckInDate = new(2026, 5, 1),
            Budget = 120.5m,
            BudgetCurrency = "EUR",
            Extras = JsonFields.Empty.Set("loyalty_number", "A-17"),
        };

        Assert.Equal("city Paris, check_in_date 2026-05-01, budget 120.5, budget_currency EUR, loyalty_number", slots.ToString());
        Assert.Equal("no slots", BookingSlots.Empty.ToString());
    }
}
