using System.Collections.ObjectModel;

namespace HospitalityMemory;

/// <summary>What is wrong with one slot.</summary>
/// <param name="Slot">The slot's name as in JSON, such as <c>check_in_date</c>.</param>
/// <param name="Problem">
/// What is wrong with the value, and what is allowed. The value itself is not repeated. For a date or an amount that can be read
/// in two ways, both are told.
/// </param>
public sealed record SlotError(string Slot, string Problem);

/// <summary>One or more slots of a call were refused. The whole call was refused with them; nothing was changed.</summary>
public sealed class SlotValidationException : HospitalityMemoryException
{
    /// <summary>Makes the error for a call.</summary>
    /// <param name="errors">Every slot that was refused; at least one.</param>
    public SlotValidationException(IReadOnlyList<SlotError> errors)
        : base(Describe(errors))
        => Errors = new ReadOnlyCollection<SlotError>([.. errors]);

    /// <summary>Every slot that was refused. An agent can then ask for all of them at once.</summary>
    public IReadOnlyList<SlotError> Errors { get; }

    private static string Describe(IReadOnlyList<SlotError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count, nameof(errors));
        return "No slot was changed: " + string.Join(" ", errors.Select(error => $"{error.Slot}: {error.Problem}"));
    }
}
