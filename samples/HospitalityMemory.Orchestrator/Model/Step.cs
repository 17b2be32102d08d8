namespace HospitalityMemory.Orchestrator.Model;

/// <summary>What an agent does next: it says something and the turn is over, or it calls a tool and is asked again.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    internal sealed record Say(string Text) : Step;

    internal sealed record Call(string Tool, IReadOnlyDictionary<string, object?> Arguments) : Step;
}
