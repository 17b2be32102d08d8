namespace HospitalityMemory;

/// <summary>Sets some slots and leaves the others; all or none.</summary>
/// <param name="slots">What is to be set.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal readonly struct SlotMerge(BookingSlots slots, string defaultCurrency) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) => ChangedSession.Of(current, current.State.WithSlots(
        SlotRules.Merge(current.Slots, slots, SlotRules.EarliestDate(now), defaultCurrency)));
}

/// <summary>Sets slots from an agent's JSON and leaves the others; all or none.</summary>
/// <param name="given">The JSON.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal readonly struct GivenSlotMerge(GivenSlots given, string defaultCurrency) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now)
    {
        var read = new SlotReader(given, current.Slots, defaultCurrency).Read();
        return ChangedSession.Of(current, current.State.WithSlots(
            SlotRules.Merge(current.Slots, read.Slots, SlotRules.EarliestDate(now), defaultCurrency, read.Errors)));
    }
}

/// <summary>Sets those slots of an agent's JSON that are right.</summary>
/// <param name="given">The JSON.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
/// <param name="outcome">Gets what the last try has found.</param>
internal readonly struct SlotTry(GivenSlots given, string defaultCurrency, SlotOutcome outcome) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now)
    {
        var read = new SlotReader(given, current.Slots, defaultCurrency).Read();
        var errors = new SlotRules.Errors(read.Errors);
        var merged = SlotRules.MergeAllowed(current.Slots, read.Slots, SlotRules.EarliestDate(now), defaultCurrency, ref errors);
        outcome.Note(current.Slots, errors.Found ?? [], [.. read.Extras.Where(name => merged.Extras.Contains(name) && !current.Slots.Extras.Contains(name))]);
        return ChangedSession.Of(current, current.State.WithSlots(merged));
    }
}

/// <summary>What a try to set slots has found. Written by one change at a time, and read when that is done.</summary>
internal sealed class SlotOutcome(SlotSynonyms synonyms)
{
    private BookingSlots _before = BookingSlots.Empty;
    private IReadOnlyList<SlotError> _refused = [];
    private IReadOnlyList<string> _newExtras = [];

    public void Note(BookingSlots before, IReadOnlyList<SlotError> refused, IReadOnlyList<string> newExtras) =>
        (_before, _refused, _newExtras) = (before, refused, newExtras);

    public SlotUpdate ToUpdate(SessionInfo session) => new()
    {
        Session = session,
        Before = _before,
        Refused = _refused,
        NewExtras = [.. _newExtras.Select(name => new NewExtra(name, synonyms.NearestSlot(name)))],
    };
}

/// <summary>Clears some slots.</summary>
internal readonly struct SlotRemoval(IReadOnlyList<string> names) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) =>
        ChangedSession.Of(current, current.State.WithSlots(SlotClearing.Clear(current.Slots, names)));
}

/// <summary>Clears all slots.</summary>
internal readonly struct SlotReset : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) => ChangedSession.Of(
        current, current.Slots == BookingSlots.Empty ? current.State : current.State.WithSlots(BookingSlots.Empty));
}
