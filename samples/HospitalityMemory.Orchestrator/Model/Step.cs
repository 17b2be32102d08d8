namespace HospitalityMemory.Orchestrator.Model;

/// <summary>What an agent does next. It says something, which ends the turn, or it calls a tool and is then asked again.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    internal sealed record Say(string Text) : Step;

    internal sealed record Call(string Tool, IReadOnlyDictionary<string, object?> Arguments) : Step;
}
