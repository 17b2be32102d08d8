using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory;

/// <summary>A kind of data that is stored as one piece.</summary>
public enum StoredDataKind
{
    /// <summary>A guest's profile.</summary>
    Profile,

    /// <summary>One of a guest's bookings.</summary>
    Booking,

    /// <summary>A session without its messages.</summary>
    Session,

    /// <summary>One message of a session.</summary>
    Message,
}

/// <summary>
/// Stored data cannot be read. The error tells where the data is, but not whose it is: <see cref="Key"/> is a hash, which an
/// operator can compute from an id with <see cref="MemoryDiagnostics.HashOf"/>.
/// </summary>
public abstract class UnreadableDataException : HospitalityMemoryException
{
    // A reader's error is kept as its type and place, without its message, which may quote the data.
    private protected UnreadableDataException(StoredDataKind? kind, string message, Exception? innerException)
        : base(message, innerException is HospitalityMemoryException ? innerException : RedactedException.Of(innerException))
        => Kind = kind;

    /// <summary>The kind of data that cannot be read; null for the store as a whole.</summary>
    public StoredDataKind? Kind { get; }

    /// <summary>The name of the store, such as <c>sqlite</c>. The memory fills it in; a store need not.</summary>
    public string? Store { get; private set; }

    /// <summary>The application under whose name the data is kept. The memory fills it in; a store need not.</summary>
    public string? Application { get; private set; }

    /// <summary>
    /// The hash of the id under which the data is kept: the session's for a session or a message, else the guest's. Null where
    /// the call concerned neither. The memory fills it in; a store need not.
    /// </summary>
    public string? Key { get; private set; }

    /// <summary>The same error with the place of the data. This error becomes its cause, which keeps the stack trace.</summary>
    internal UnreadableDataException At(string store, string application, string? key)
    {
        var where = $"store '{store}', application '{application}'{(Kind is { } kind ? $", {NameOf(kind)}" : "")}{(key is null ? "" : $", key {key}")}";
        var located = Copy($"{Message} ({where})");
        (located.Store, located.Application, located.Key) = (store, application, key);
        return located;
    }

    /// <summary>The kind's name in metrics, exports and messages.</summary>
    internal static string NameOf(StoredDataKind kind) => kind switch
    {
        StoredDataKind.Profile => "profile",
        StoredDataKind.Booking => "booking",
        StoredDataKind.Session => "session",
        _ => "message",
    };

    private protected abstract UnreadableDataException Copy(string message);
}

/// <summary>
/// Stored data has a newer schema than this library knows. The data is intact; a newer version of the library can read it.
/// </summary>
public sealed class SchemaVersionException : UnreadableDataException
{
    /// <summary>Makes the error.</summary>
    /// <param name="kind">What it is; null for the store as a whole.</param>
    /// <param name="found">The version that the data states.</param>
    /// <param name="supported">The newest version that this library reads.</param>
    public SchemaVersionException(StoredDataKind? kind, int found, int supported)
        : base(
            kind,
            FormattableString.Invariant(
                $"The data has schema_version {found}; this version of HospitalityMemory reads up to {supported}. Update the library."),
            null)
        => (Found, Supported) = (found, supported);

    private SchemaVersionException(string message, SchemaVersionException cause)
        : base(cause.Kind, message, cause)
        => (Found, Supported) = (cause.Found, cause.Supported);

    /// <summary>The version that the data states.</summary>
    public int Found { get; }

    /// <summary>The newest version that this library reads.</summary>
    public int Supported { get; }

    private protected override UnreadableDataException Copy(string message) => new SchemaVersionException(message, this);
}

/// <summary>
/// Stored data is broken: cut off, changed by something else, or not of the schema at all. No part of it is served.
/// <see cref="ILongTermMemory.InitializeUserProfileAsync"/> rebuilds a profile from the guest's bookings. A session can be
/// deleted and started again.
/// </summary>
public class CorruptDataException : UnreadableDataException
{
    /// <summary>Makes the error.</summary>
    /// <param name="kind">What is broken.</param>
    /// <param name="message">What is wrong with it, without any of its content.</param>
    /// <param name="innerException">
    /// What the reader threw. Its type and place are kept, without its message, which may quote the data.
    /// </param>
    [SuppressMessage("ApiDesign", "RS0022", Justification = "The author of a store makes one; that nobody else derives from it is of no use.")]
    public CorruptDataException(StoredDataKind kind, string message, Exception? innerException)
        : base(kind, message, innerException)
    {
    }

    /// <summary>Whether it is the guest's own profile, which can be rebuilt from what is stored beside it.</summary>
    internal bool CanBeRebuilt => Kind is StoredDataKind.Profile && this is not MisplacedDataException;

    private protected override UnreadableDataException Copy(string message) => new CorruptDataException(Kind!.Value, message, this);
}

/// <summary>
/// What is stored under a key states that it belongs to another one: a row was renamed, or a document copied. It is served to
/// nobody and never overwritten. Put it back under its own key, or erase the guest or delete the session whose key it is under.
/// </summary>
public sealed class MisplacedDataException : CorruptDataException
{
    /// <summary>Makes the error.</summary>
    /// <param name="kind">The kind of data that lies under another's key.</param>
    public MisplacedDataException(StoredDataKind kind)
        : base(kind, $"The stored {NameOf(kind)} says that it belongs under another key than the one it lies under; it was not used.", null)
    {
    }

    private MisplacedDataException(string message, MisplacedDataException cause)
        : base(cause.Kind!.Value, message, cause)
    {
    }

    private protected override UnreadableDataException Copy(string message) => new MisplacedDataException(message, this);
}
