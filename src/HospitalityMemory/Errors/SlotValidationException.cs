using System.Collections.ObjectModel;

namespace HospitalityMemory;

/// <summary>What is wrong with one slot.</summary>
/// <param name="Slot">The slot's name as in JSON, such as <c>check_in_date</c>.</param>
/// <param name="Problem">
/// What is wrong with the value, and what is allowed. Does not repeat what was written; of a date or amount that can be read in two
/// ways it tells both.
/// </param>
public sealed record SlotError(string Slot, string Problem);

/// <summary>One or more slots of a call were refused, so that the whole call was; nothing was changed.</summary>
public sealed class SlotValidationException : HospitalityMemoryException
{
    /// <summary>Makes the error for a call.</summary>
    /// <param name="errors">Every slot that was refused; at least one.</param>
    public SlotValidationException(IReadOnlyList<SlotError> errors)
        : base(Describe(errors))
        => Errors = new ReadOnlyCollection<SlotError>([.. errors]);

    /// <summary>Every slot that was refused, so that an agent can ask for all of them at once.</summary>
    public IReadOnlyList<SlotError> Errors { get; }

    private static string Describe(IReadOnlyList<SlotError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count, nameof(errors));
        return "No slot was changed: " + string.Join(" ", errors.Select(error => $"{error.Slot}: {error.Problem}"));
    }
}
