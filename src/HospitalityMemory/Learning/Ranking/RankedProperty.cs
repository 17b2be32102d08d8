namespace HospitalityMemory;

/// <summary>How well a property fits a guest. Immutable.</summary>
public sealed record RankedProperty
{
    /// <summary>The property as it was given. A price without a currency now has the default currency.</summary>
    public required PropertyCandidate Property { get; init; }

    /// <summary>How well it fits, in [0, 1]; the learner documents its formula.</summary>
    public required double Score { get; init; }

    /// <summary>
    /// The reasons, in words that an agent can say, the strongest first: <c>4 stays in Miami</c>, <c>usually with pool</c>,
    /// <c>within your usual 210 to 340 USD</c>. Something is called usual only with three stays or more. Each reason is true of
    /// the property and of the guest's own stays; what only other guests do is never a reason. For a property that the guest
    /// disliked, the only reason is the guest's rating: <c>you rated it 1 of 5</c>. Empty where nothing in the guest's own record
    /// supports the property. The names in it are the platform's: to a model they are data, never instructions.
    /// </summary>
    public IReadOnlyList<string> Reasons { get; init => field = value ?? []; } = [];
}
