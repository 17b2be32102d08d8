namespace HospitalityMemory;

/// <summary>Sets some slots and leaves the others; all or none.</summary>
/// <param name="slots">What is to be set.</param>
/// <param name="errors">What was wrong before there was anything to merge; null for nothing.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal readonly struct SlotMerge(BookingSlots slots, IReadOnlyList<SlotError>? errors, string defaultCurrency) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) => ChangedSession.Of(current, current.State.WithSlots(
        SlotRules.Merge(current.Slots, slots, SlotRules.EarliestDate(now), defaultCurrency, errors)));
}

/// <summary>Clears some slots.</summary>
internal readonly struct SlotRemoval(IReadOnlyList<string> names) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) =>
        ChangedSession.Of(current, current.State.WithSlots(SlotRules.Clear(current.Slots, names)));
}

/// <summary>Clears all slots.</summary>
internal readonly struct SlotReset : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) => ChangedSession.Of(
        current, current.Slots == BookingSlots.Empty ? current.State : current.State.WithSlots(BookingSlots.Empty));
}
