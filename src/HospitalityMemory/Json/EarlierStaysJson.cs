namespace HospitalityMemory;

/// <summary>Counts of earlier stays as stored.</summary>
internal sealed class EarlierStaysJson
{
    public int Count { get; set; }

    public static EarlierStaysJson From(EarlierStays stays) => new() { Count = stays.Count };

    public EarlierStays ToRecord() => new() { Count = Count };
}
