namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The model or the rules that speak.</summary>
/// <param name="Name">The model's name; null for the sample's own rules.</param>
internal sealed record ModelInfo(string? Name)
{
    public bool IsModel => Name is not null;

    public string Description => Name ?? "No model speaks here: a few rules of the sample do, which know cities, dates, numbers and some wishes.";
}
