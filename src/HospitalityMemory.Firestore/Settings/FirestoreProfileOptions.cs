namespace HospitalityMemory;

/// <summary>
/// How profiles, bookings and the sums over all guests are kept in Firestore. The options are read once: when the host starts, or when the
/// first profile is asked for.
/// </summary>
/// <remarks>Bound from the section <see cref="SectionName"/>.</remarks>
public sealed class FirestoreProfileOptions
{
    /// <summary>The section of the host's configuration.</summary>
    public const string SectionName = "HospitalityMemory:Firestore";

    /// <summary>The Google Cloud project's id; must be set.</summary>
    public string ProjectId { get; set; } = "";

    /// <summary>The database's id; by default <c>(default)</c>.</summary>
    public string DatabaseId { get; set; } = "(default)";

    /// <summary>
    /// The address of Firestore; by default <c>https://firestore.googleapis.com/</c>. It must be https, because requests carry access tokens.
    /// </summary>
    public Uri Endpoint { get; set; } = new("https://firestore.googleapis.com/");

    /// <summary>
    /// Host and port of an emulator, such as <c>127.0.0.1:8080</c>. The emulator is used instead of <see cref="Endpoint"/>, unencrypted and
    /// without credentials. The default is the environment variable <c>FIRESTORE_EMULATOR_HOST</c>; null or empty means no emulator.
    /// </summary>
    public string? EmulatorHost { get; set; }

    /// <summary>
    /// The project that is billed, sent as <c>x-goog-user-project</c>. Null, the default, leaves that to the credentials, or else to the
    /// project itself.
    /// </summary>
    public string? QuotaProject { get; set; }

    /// <summary>How long one attempt of a request may take, 1 ms to 10 min; by default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one request may take with all its attempts and the waits between them, 1 ms to 1 h; by default 30 s.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one request is tried, 1 to 100; by default 6.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>
    /// The wait before the second attempt, 0 to 1 min; by default 100 ms. It doubles with each attempt, less a random part of up to a half.
    /// If Firestore asks for a longer wait, that one applies.
    /// </summary>
    public TimeSpan InitialRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two attempts unless Firestore asks for more, 0 to 10 min; by default 5 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Over how many documents each part of the sums is spread, 1 to 1,000; by default 10. With more documents more servers can write at
    /// once, but each read costs more. The number may be changed at any time: a read finds all existing documents.
    /// </summary>
    public int SumShards { get; set; } = 10;
}
