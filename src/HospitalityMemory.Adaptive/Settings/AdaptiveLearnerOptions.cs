namespace HospitalityMemory;

/// <summary>Settings of the adaptive learner; section <c>HospitalityMemory:Adaptive</c>.</summary>
public sealed class AdaptiveLearnerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "HospitalityMemory:Adaptive";

    /// <summary>
    /// How old what the learner knows of other guests' bookings may be, and how long this process gathers counts before it
    /// writes them: 1 second to 1 day, 5 minutes by default. Refreshed in the background, in nobody's way.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many different guests must stand behind a city, a property, a type, an amenity, a price or a number of nights
    /// before anything of it is told to another guest: 5, the default and the least, to 1,000,000.
    /// </summary>
    public int MinGuests { get; set; } = 5;
}
