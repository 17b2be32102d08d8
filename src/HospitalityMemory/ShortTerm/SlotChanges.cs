namespace HospitalityMemory;

/// <summary>Sets some slots and leaves the others unchanged; all or none.</summary>
/// <param name="slots">The slots to set.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal readonly struct SlotMerge(BookingSlots slots, string defaultCurrency) : ISessionChange
{
    public ChangedSession Apply(SessionInfo current, DateTimeOffset now) => ChangedSession.Of(current, current.State.WithSlots(
        SlotRules.Merge(current.Slots, slots, SlotRules.EarliestDate(now), defaultCurrency)));
}

/// <summary>Sets slots from an agent's JSON and leaves the others unchanged; all or none.</summary>
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

/// <summary>Sets those slots of an agent's JSON that are valid.</summary>
/// <param name="given">The JSON.</param>
/// <param name="defaultCurrency">The currency of a budget that states none.</param>
internal readonly struct SlotTry(GivenSlots given, string defaultCurrency) : ISessionChange
{
    private readonly GivenSlots _given = given;

    /// <summary>The findings of the last attempt. Attempts follow each other, and the findings are read after the last.</summary>
    private readonly Finding _finding = new();

    public ChangedSession Apply(SessionInfo current, DateTimeOffset now)
    {
        var read = new SlotReader(_given, current.Slots, defaultCurrency).Read();
        var errors = new SlotRules.Errors(read.Errors);
        var merged = SlotRules.MergeAllowed(current.Slots, read.Slots, SlotRules.EarliestDate(now), defaultCurrency, ref errors);
        _finding.Before = current.Slots;
        _finding.Refused = errors.Found ?? [];
        _finding.NewExtras = [.. read.Extras.Where(name => merged.Extras.Contains(name) && !current.Slots.Extras.Contains(name))];
        return ChangedSession.Of(current, current.State.WithSlots(merged));
    }

    /// <summary>The result for the slots, after the change.</summary>
    public async ValueTask<SlotUpdate> ToUpdateAsync(ValueTask<SessionInfo> change)
    {
        var session = await change.ConfigureAwait(false);
        var synonyms = _given.Synonyms;
        return new()
        {
            Session = session,
            Before = _finding.Before,
            Refused = _finding.Refused,
            NewExtras = [.. _finding.NewExtras.Select(name => new NewExtra(name, synonyms.NearestSlot(name)))],
        };
    }

    private sealed class Finding
    {
        public BookingSlots Before { get; set; } = BookingSlots.Empty;

        public IReadOnlyList<SlotError> Refused { get; set; } = [];

        public IReadOnlyList<string> NewExtras { get; set; } = [];
    }
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
