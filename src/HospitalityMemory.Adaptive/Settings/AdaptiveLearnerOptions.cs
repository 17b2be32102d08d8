namespace HospitalityMemory;

/// <summary>Settings of the adaptive learner; section <c>HospitalityMemory:Adaptive</c>.</summary>
public sealed class AdaptiveLearnerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "HospitalityMemory:Adaptive";

    /// <summary>
    /// How old the learner's knowledge of other guests' bookings may be, and how long this process gathers counts before it writes them: 1
    /// second to 1 day, 5 minutes by default. The refresh runs in the background, and no call waits for it.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many different guests must have a city, a property, a type, an amenity, a price or a number of nights before anything of it is
    /// told to another guest: at least 5, which is the default, and at most 1,000,000.
    /// </summary>
    public int MinGuests { get; set; } = 5;
}
