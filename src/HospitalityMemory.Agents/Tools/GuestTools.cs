using HospitalityMemory.Agents;
using Microsoft.Extensions.AI;

namespace HospitalityMemory;

/// <summary>Makes the tools by which a model uses the memory.</summary>
public static class GuestTools
{
    /// <summary>Makes tools for one conversation.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="conversation">
    /// The conversation. The tools are closed over it: no argument says whose data is read or written, so that no model can name
    /// another guest.
    /// </param>
    /// <param name="tools">Which tools.</param>
    /// <returns>The tools, in the order of <see cref="GuestToolSet"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A tool is asked for that there is not.</exception>
    /// <remarks>
    /// <para>Each answers with a short JSON object: <c>success</c>, then what was done, what is missing, or what is wrong and what
    /// is allowed. A tool never ends the run: bad arguments and failures of memory (which are logged) are such answers too. Only
    /// cancelling throws.</para>
    /// <para><c>complete_booking</c> changes the guest's history; wrap it in an <see cref="ApprovalRequiredAIFunction"/> where a
    /// person is to approve. Thread safe.</para>
    /// </remarks>
    public static IReadOnlyList<AIFunction> Create(AgentMemory memory, GuestConversation conversation, GuestToolSet tools)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(conversation);
        ThrowIfUnknown(tools, nameof(tools));
        var functions = new List<AIFunction>();
        Add(GuestToolSet.GetGuest, static (memory, conversation) => new GetGuestFunction(memory, conversation));
        Add(GuestToolSet.SetSlots, static (memory, conversation) => new SetSlotsFunction(memory, conversation));
        Add(GuestToolSet.GetMissingSlots, static (memory, conversation) => new GetMissingSlotsFunction(memory, conversation));
        Add(GuestToolSet.RankProperties, static (memory, conversation) => new RankPropertiesFunction(memory, conversation));
        Add(GuestToolSet.RememberWish, static (memory, conversation) => new RememberWishFunction(memory, conversation));
        Add(GuestToolSet.ForgetWish, static (memory, conversation) => new ForgetWishFunction(memory, conversation));
        Add(GuestToolSet.CompleteBooking, static (memory, conversation) => new CompleteBookingFunction(memory, conversation));
        return functions;

        void Add(GuestToolSet tool, Func<AgentMemory, GuestConversation, AIFunction> make)
        {
            if (tools.HasFlag(tool))
            {
                functions.Add(make(memory, conversation));
            }
        }
    }

    internal static void ThrowIfUnknown(GuestToolSet tools, string parameterName)
    {
        if ((tools & ~GuestToolSet.All) != 0)
        {
            throw new ArgumentOutOfRangeException(parameterName, tools, "It has a tool that there is not; allowed are those of GuestToolSet.");
        }
    }
}
