namespace HospitalityMemory.Agents;

/// <summary>The names of fields beside a message's text and within its payload.</summary>
internal static class ContentNames
{
    /// <summary>The field of a message that names the run which said it.</summary>
    public const string Run = "agent_run";

    /// <summary>The field of a message for its time as given, if that has an offset; empty if no time was given.</summary>
    public const string Time = "agent_time";

    /// <summary>The contents, if they are more than the text.</summary>
    public const string Contents = "contents";

    /// <summary>The message's additional properties.</summary>
    public const string Properties = "properties";

    /// <summary>The role, author or id, if it is one that a message of the memory cannot have.</summary>
    public const string Role = "role";

    /// <inheritdoc cref="Role"/>
    public const string Author = "author";

    /// <inheritdoc cref="Role"/>
    public const string Id = "id";

    /// <summary>The type of a content.</summary>
    public const string Type = "$type";

    /// <summary>A content that nests deeper than a payload may. It is kept as text.</summary>
    public const string Packed = "$packed";

    /// <summary>The key of a content that the host keeps. It stands beside the content without its data.</summary>
    public const string Stored = "$stored";

    /// <summary>The content without its data.</summary>
    public const string Content = "content";

    /// <summary>How many bytes the data has.</summary>
    public const string Bytes = "bytes";

    /// <summary>How deep a packed content may nest.</summary>
    public const int MaxDepth = 1000;
}
