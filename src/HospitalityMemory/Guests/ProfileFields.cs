namespace HospitalityMemory;

/// <summary>The fields of a profile that the host may change. Immutable and thread safe.</summary>
/// <remarks>Two instances with the same fields are equal.</remarks>
public sealed record ProfileFields
{
    /// <summary>The host's own facts about the guest (name, language, membership), any JSON.</summary>
    public JsonFields Attributes { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;

    /// <summary>
    /// Fields of stored JSON that this version does not know; kept as they are. None may have the name of a known field.
    /// </summary>
    public JsonFields AdditionalFields { get; init => field = value ?? JsonFields.Empty; } = JsonFields.Empty;
}
