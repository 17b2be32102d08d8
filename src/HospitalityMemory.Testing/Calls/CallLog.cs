using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HospitalityMemory.Testing;

/// <summary>
/// Writes down the calls that a test's subject makes of a memory. Thread safe: calls that are made at once are all there, each once.
/// </summary>
/// <remarks>
/// A call is written down when it is made, whether it succeeds or not; one that returns a stream, when the stream is asked for and not when it
/// is read. Calls that a memory makes of another one are not there: only those made of what <c>Record</c> returned.
/// </remarks>
public sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<RecordedCall> _calls = [];

    /// <summary>The calls so far, in the order in which they were made.</summary>
    public IReadOnlyList<RecordedCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The calls of a method so far, in the order in which they were made.</summary>
    /// <param name="method">The method's name, such as <c>nameof(IShortTermMemory.AddMessageAsync)</c>; all overloads count.</param>
    /// <returns>The calls.</returns>
    public IReadOnlyList<RecordedCall> Of(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return [.. Calls.Where(call => call.Method == method)];
    }

    /// <summary>Forgets the calls so far, such as those that only prepared a test.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    /// <summary>Puts this log in front of a memory.</summary>
    /// <param name="memory">The memory, which may be a test's own.</param>
    /// <returns>A memory that does the same, and whose calls are written down here.</returns>
    public IShortTermMemory Record(IShortTermMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return new RecordingShortTermMemory(memory, this);
    }

    /// <inheritdoc cref="Record(IShortTermMemory)"/>
    public ILongTermMemory Record(ILongTermMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return new RecordingLongTermMemory(memory, this);
    }

    /// <inheritdoc cref="Record(IShortTermMemory)"/>
    public IGuestMemory Record(IGuestMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return new RecordingGuestMemory(memory, this);
    }

    /// <inheritdoc cref="Record(IShortTermMemory)"/>
    public IMemoryAdministration Record(IMemoryAdministration memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return new RecordingMemoryAdministration(memory, this);
    }

    internal void Add(string memory, string method, params (string Name, object? Value)[] arguments)
    {
        var call = new RecordedCall(memory, method, arguments);
        lock (_gate)
        {
            _calls.Add(call);
        }
    }

    /// <summary>A list as it is now: the caller may go on with theirs.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    internal static IReadOnlyList<T>? Copy<T>(IEnumerable<T>? items) => items is null ? null : [.. items];

    /// <summary>JSON that stays when the caller disposes of the document.</summary>
    internal static JsonElement Copy(JsonElement json) => json.ValueKind is JsonValueKind.Undefined ? json : json.Clone();
}
