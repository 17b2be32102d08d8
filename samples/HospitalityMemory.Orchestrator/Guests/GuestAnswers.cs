namespace HospitalityMemory.Orchestrator.Guests;

internal sealed record SignInRequest(string? Name);

internal sealed record SignInAnswer(string Name);

internal sealed record TokenAnswer(string AccessToken, string TokenType, long ExpiresIn);

/// <param name="Name">The name of the signed-in guest; null if nobody is signed in.</param>
/// <param name="IsModel">Whether a model speaks; false if the sample's rules do.</param>
/// <param name="Model">What speaks, in words.</param>
internal sealed record MeAnswer(string? Name, bool IsModel, string Model);

/// <summary>What is known of a guest.</summary>
internal sealed record GuestAnswer
{
    private const int PromptLength = 2_000;

    public required string Name { get; init; }

    public required bool Returning { get; init; }

    /// <summary>The text that the agents are given, word for word.</summary>
    public required string ToldToAgents { get; init; }

    /// <summary>The wishes that the guest has stated.</summary>
    public required IReadOnlyList<Wish> Wishes { get; init; }

    /// <summary>What the memory has learned from the guest's bookings.</summary>
    public required IReadOnlyList<Liking> Learned { get; init; }

    public static GuestAnswer Of(Guest guest, PersonalizationContext context) => new()
    {
        Name = guest.Name,
        Returning = context.IsReturningGuest,
        ToldToAgents = context.ToPromptText(PromptLength),
        Wishes = [.. context.StatedPreferences.Select(stated => new Wish(stated.Value, stated.Avoid))],
        Learned =
        [
            .. context.Preferences.All
                .Where(preference => preference is
                {
                    Source: not (PreferenceSource.Stated or PreferenceSource.Market), Avoid: false, Kind: not PreferenceKind.PriceRange,
                })
                .Select(preference => new Liking(Words(preference.Kind), preference.Value, preference.Stays)),
        ],
    };

    private static string Words(PreferenceKind kind) => kind switch
    {
        PreferenceKind.City => "city",
        PreferenceKind.PropertyType => "type",
        PreferenceKind.Amenity => "amenity",
        _ => "other",
    };

    internal sealed record Wish(string Text, bool Avoid);

    internal sealed record Liking(string Kind, string Value, int Stays);
}

/// <summary>The receipt of an erasure, without the guest's id.</summary>
internal sealed record ErasedAnswer(
    DateTimeOffset ErasedAt, bool IsComplete, int SessionsDeleted, int SessionsLeft, int ProfilesDeleted, long BookingsDeleted)
{
    public static ErasedAnswer Of(ErasureReceipt receipt) => new(
        receipt.ErasedAt,
        receipt.IsComplete,
        receipt.Sessions.Deleted,
        receipt.Sessions.Left,
        receipt.Profile.ProfilesDeleted,
        receipt.Profile.BookingsDeleted);
}
