namespace HospitalityMemory;

/// <summary>The bytes that a session takes in this process's memory on a 64-bit runtime.</summary>
/// <remarks>
/// The layout is the runtime's: an object has a header and a type (16 bytes) before its fields, an array has its length too (24),
/// a string takes 22 bytes and 2 for each UTF-16 unit, and all are rounded up to 8. A test compares the sums with the heap's
/// growth. A text is counted for each session that refers to it, since most texts belong to one session.
/// </remarks>
internal static class SessionSize
{
    private const int Reference = 8;
    private const int ObjectHeader = 16;
    private const int ArrayHeader = 24;

    // The snapshot, its identity, and its versioned state.
    private const int SessionObjects =
        ObjectHeader + (2 * Reference) + (2 * sizeof(long))
        + ObjectHeader + (3 * Reference) + sizeof(long)
        + ObjectHeader + Reference + sizeof(long);

    private const int StateObject = ObjectHeader + (5 * Reference);
    private const int SlotsObject = 80;
    private const int MessageObject = ObjectHeader + (2 * Reference) + (2 * sizeof(long));
    private const int MessageDetailsObject = ObjectHeader + (7 * Reference) + 8;
    private const int FieldsObject = ObjectHeader + Reference;

    // The details that few sessions have: two times, a text, and a flag.
    public const int RareObject = ObjectHeader + (4 * sizeof(long)) + Reference + sizeof(long);

    /// <summary>
    /// What finding and ordering a session costs: its entry (224), the snapshot that readers see (56), the dictionary's node (48)
    /// and its share of the buckets (12), and a place in each of two heaps (24, as arrays grow by doubling).
    /// </summary>
    public const int EntryOverhead = 224 + 56 + 48 + 12 + 24;

    /// <summary>What finding it by its guest costs: an entry and a bucket of a dictionary, with room to grow.</summary>
    public const int UserOverhead = 40;

    /// <summary>The fixed cost of holding messages: the list, the shared buffer and the arrays' headers.</summary>
    public const int MessagesOverhead = ObjectHeader + (3 * Reference) + 8 + ObjectHeader + Reference + 8 + (2 * ArrayHeader);

    /// <summary>A message's place in the list and its facts, each with a fifth more room than needed.</summary>
    public const int PlaceOverhead = 20;

    /// <summary>The bytes of everything but the messages.</summary>
    public static long State(SessionInfo session)
    {
        var size = EntryOverhead + SessionObjects + Text(session.SessionId) + State(session.State);
        size += session.Lifetime is null && session.MaxLifetime is null && !session.IsIncomplete ? 0 : RareObject;
        return session.UserId is { } userId ? size + UserOverhead + Text(userId) : size;
    }

    /// <summary>The bytes of one message.</summary>
    public static long Message(SessionMessage message) =>
        MessageObject + Text(message.Content) + (message.HasDetails ? Details(message) : 0);

    /// <summary>The bytes of one message with its place.</summary>
    public static long Placed(SessionMessage message) => Message(message) + PlaceOverhead;

    /// <summary>The bytes of several messages.</summary>
    public static long Messages(IEnumerable<SessionMessage> messages) => messages.Sum(Message);

    private static long State(SessionState state) =>
        ReferenceEquals(state, SessionState.Empty)
            ? 0
            : StateObject + Text(state.CurrentAgent) + Slots(state.Slots) + Fields(state.Context) + Fields(state.BookingData)
                + Fields(state.AdditionalFields);

    private static long Details(SessionMessage message)
    {
        var size = MessageDetailsObject + Text(message.Agent) + Text(message.Name) + Text(message.MessageId)
            + Payload(message.RawPayload) + Fields(message.AdditionalFields);
        if (message.HasToolCallIds)
        {
            // A read-only wrapper, and the array in it.
            size += ObjectHeader + Reference + Array(message.ToolCallIds.Count);
            foreach (var callId in message.ToolCallIds)
            {
                size += Text(callId);
            }
        }

        return size;
    }

    private static long Slots(BookingSlots slots) =>
        ReferenceEquals(slots, BookingSlots.Empty)
            ? 0
            : SlotsObject + Text(slots.City) + Text(slots.BudgetCurrency) + Fields(slots.Extras);

    private static long Fields(JsonFields fields)
    {
        if (fields.Count is 0)
        {
            return 0;
        }

        var size = FieldsObject + Array(2 * fields.Count);
        foreach (var (name, json) in fields.Raw)
        {
            size += Text(name) + Text(json);
        }

        return size;
    }

    // The object, and the array in it.
    private static long Payload(RawJson? payload) =>
        payload is null ? 0 : ObjectHeader + Reference + ((ArrayHeader + payload.Utf8.Length + 7) & ~7L);

    private static long Array(int references) => ArrayHeader + (Reference * (long)references);

    private static long Text(string? text) => text is null or "" ? 0 : (22 + (2L * text.Length) + 7) & ~7L;
}
