using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HospitalityMemory.Agents;

/// <summary>
/// Reads what an agent should know before it speaks, of the guest and of the stay. What cannot be read is left out and logged, and the run
/// goes on.
/// </summary>
internal sealed partial class GuestContextReader(AgentMemory memory, int maxCharacters)
{
    private readonly ILogger _logger = memory.LoggerFactory?.CreateLogger<GuestContextReader>() ?? NullLogger<GuestContextReader>.Instance;

    /// <summary>The text for the prompt; null if memory has nothing to give.</summary>
    /// <exception cref="SessionOwnershipException">The session is another guest's.</exception>
    public async ValueTask<string?> ReadAsync(GuestConversation conversation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var slots = await SlotsAsync(conversation, cancellationToken).ConfigureAwait(false);
        var guest = conversation.UserId is { } userId ? await GuestAsync(userId, slots, cancellationToken).ConfigureAwait(false) : null;
        return (guest, slots) switch
        {
            (null, null) => null,
            (null, { }) => SlotText.Write(slots),
            ({ }, null) => guest,
            _ => $"{guest}\n{SlotText.Write(slots)}",
        };
    }

    private async ValueTask<BookingSlots?> SlotsAsync(GuestConversation conversation, CancellationToken cancellationToken)
    {
        try
        {
            var info = await AgentRun.Current.In(memory, conversation).GetInfoAsync(cancellationToken).ConfigureAwait(false);
            return info.Slots;
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            LogWithoutSlots(exception.GetType().Name);
            return null;
        }
    }

    private async ValueTask<string?> GuestAsync(string userId, BookingSlots? slots, CancellationToken cancellationToken)
    {
        try
        {
            var context = await memory.LongTerm.GetPersonalizationContextAsync(userId, slots, cancellationToken).ConfigureAwait(false);
            return context.ToPromptText(maxCharacters);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            LogWithoutGuest(exception.GetType().Name);
            return null;
        }
    }

    // A cancellation that the caller did not ask for is a time-out.
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        SessionOwnershipException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => exception is HospitalityMemoryException or TimeoutException,
    };

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning,
        Message = "An agent runs without the slots of its conversation: they could not be read ({Reason}).")]
    private partial void LogWithoutSlots(string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning,
        Message = "An agent runs without what is known of its guest: it could not be read ({Reason}).")]
    private partial void LogWithoutGuest(string reason);
}
