using System.Globalization;

namespace HospitalityMemory;

/// <summary>Which of check-in, check-out and nights a call has set.</summary>
internal readonly record struct StatedStay(bool CheckIn, bool CheckOut, bool Nights)
{
    /// <summary>What an update sets.</summary>
    public static StatedStay Of(BookingSlots changes) =>
        new(changes.CheckInDate is not null, changes.CheckOutDate is not null, changes.NumberOfNights is not null);

    /// <summary>What differs between the two and is not removed.</summary>
    public static StatedStay Between(BookingSlots before, in SlotDraft after) => new(
        after.CheckInDate is { } checkIn && checkIn != before.CheckInDate,
        after.CheckOutDate is { } checkOut && checkOut != before.CheckOutDate,
        after.NumberOfNights is { } nights && nights != before.NumberOfNights);
}

/// <summary>
/// The rules for the days of a stay. The number of nights that the guest said holds: check-out is check-in plus the nights. A new
/// check-out changes the nights.
/// </summary>
internal static class StayRules
{
    public const int MaxNights = 1_000;

    private const string Past = "must not be in the past.";

    /// <summary>Completes the days of a stay from what the call has set, and checks them.</summary>
    /// <param name="before">The slots before.</param>
    /// <param name="after">The slots to complete.</param>
    /// <param name="stated">What the call has set.</param>
    /// <param name="earliest">The earliest day that a date may be changed to.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static void Complete(
        BookingSlots before, ref SlotDraft after, StatedStay stated, DateOnly earliest, ref SlotRules.Errors errors)
    {
        if (after.NumberOfNights is { } nights)
        {
            if (nights is < 1 or > MaxNights)
            {
                errors.Add(SlotNames.NumberOfNights, string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MaxNights}."));
                return;
            }

            FollowNights(before, ref after, nights, stated, ref errors);
        }
        else if (after is { CheckInDate: { } checkIn, CheckOutDate: { } checkOut } && checkOut <= checkIn
            && !stated.CheckOut && checkIn != before.CheckInDate)
        {
            // The new check-in is on or after the old check-out, which therefore no longer holds.
            after.CheckOutDate = null;
        }

        Check(before, in after, stated, earliest, ref errors);
    }

    private static void FollowNights(
        BookingSlots before, ref SlotDraft after, int nights, StatedStay stated, ref SlotRules.Errors errors)
    {
        if (stated.CheckOut)
        {
            if (!stated.Nights && after is { CheckInDate: { } checkIn, CheckOutDate: { } checkOut })
            {
                // The call has set check-out and no nights: the days decide, and the nights follow.
                after.NumberOfNights = checkOut > checkIn ? checkOut.DayNumber - checkIn.DayNumber : null;
                return;
            }

            SetCheckIn(ref after, nights, stated, ref errors);
            return;
        }

        // Removing check-out removes the length of the stay too.
        var isCheckOutGone = !stated.Nights && before.CheckOutDate is not null && after.CheckOutDate is null;
        if (isCheckOutGone && !stated.CheckIn && after.CheckInDate is not null)
        {
            after.NumberOfNights = null;
            return;
        }

        SetCheckOut(ref after, nights, stated, ref errors);
    }

    /// <summary>Sets check-out from check-in and the nights. Without check-in the nights are kept until it is known.</summary>
    private static void SetCheckOut(ref SlotDraft after, int nights, StatedStay stated, ref SlotRules.Errors errors)
    {
        if (after.CheckInDate is { } checkIn)
        {
            if (checkIn.DayNumber > DateOnly.MaxValue.DayNumber - nights)
            {
                errors.Add(stated.Nights ? SlotNames.NumberOfNights : SlotNames.CheckInDate, "would put check_out_date past the last day there is.");
                return;
            }

            after.CheckOutDate = checkIn.AddDays(nights);
        }
        else if (stated.Nights && after.CheckOutDate is not null)
        {
            // Check-out is known and the nights are new: together they give check-in.
            SetCheckIn(ref after, nights, stated, ref errors);
        }
        else
        {
            after.CheckOutDate = null;
        }
    }

    /// <summary>
    /// Sets check-in from check-out and the nights. Where the call has set both days, the nights must agree with them.
    /// </summary>
    private static void SetCheckIn(ref SlotDraft after, int nights, StatedStay stated, ref SlotRules.Errors errors)
    {
        var checkOut = after.CheckOutDate!.Value;
        if (stated.CheckIn)
        {
            if (checkOut > after.CheckInDate && checkOut.DayNumber - after.CheckInDate.Value.DayNumber != nights)
            {
                errors.Add(SlotNames.NumberOfNights, "must be the days from check_in_date to check_out_date, or be left out.");
            }
        }
        else if (checkOut.DayNumber < nights)
        {
            errors.Add(stated.Nights ? SlotNames.NumberOfNights : SlotNames.CheckOutDate, "would put check_in_date before the first day there is.");
        }
        else
        {
            after.CheckInDate = checkOut.AddDays(-nights);
        }
    }

    private static void Check(BookingSlots before, in SlotDraft after, StatedStay stated, DateOnly earliest, ref SlotRules.Errors errors)
    {
        var isCheckInPast = after.CheckInDate is { } checkIn && checkIn != before.CheckInDate && checkIn < earliest;
        if (isCheckInPast)
        {
            // Where check-in was computed, the error names the slots that the call has set, since only those can be corrected.
            AddTo(stated.CheckIn, SlotNames.CheckInDate, stated, "would put check_in_date in the past.", ref errors);
        }

        if (after.CheckOutDate is not { } checkOut || (isCheckInPast && !stated.CheckOut))
        {
            return;
        }

        if (checkOut != before.CheckOutDate && checkOut < earliest)
        {
            AddTo(stated.CheckOut, SlotNames.CheckOutDate, stated, "would put check_out_date in the past.", ref errors);
        }
        else if (checkOut <= after.CheckInDate)
        {
            errors.Add(SlotNames.CheckOutDate, "must be after check_in_date.");
        }
    }

    private static void AddTo(bool isStated, string slot, StatedStay stated, string derived, ref SlotRules.Errors errors)
    {
        if (isStated)
        {
            errors.Add(slot, Past);
            return;
        }

        errors.Add(stated.Nights ? SlotNames.NumberOfNights : stated.CheckOut ? SlotNames.CheckOutDate : SlotNames.CheckInDate, derived);
    }
}
