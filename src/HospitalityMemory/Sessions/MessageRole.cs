namespace HospitalityMemory;

/// <summary>Who speaks in a message.</summary>
public enum MessageRole
{
    /// <summary>The guest.</summary>
    User,

    /// <summary>An agent of the platform.</summary>
    Assistant,

    /// <summary>The platform's instructions to its agents.</summary>
    System,

    /// <summary>The result of a tool that an agent called.</summary>
    Tool,
}
