namespace HospitalityMemory.Agents;

/// <summary>The names of what stands beside a message's text, and within its payload.</summary>
internal static class ContentNames
{
    /// <summary>The field of a message that names the run which said it.</summary>
    public const string Run = "agent_run";

    /// <summary>The field of a message for the time as given, where it has an offset; empty where none was given.</summary>
    public const string Time = "agent_time";

    /// <summary>The contents, where they are more than the text.</summary>
    public const string Contents = "contents";

    /// <summary>The message's additional properties.</summary>
    public const string Properties = "properties";

    /// <summary>The role, author or id, where it is more than a message of the memory may have.</summary>
    public const string Role = "role";

    /// <inheritdoc cref="Role"/>
    public const string Author = "author";

    /// <inheritdoc cref="Role"/>
    public const string Id = "id";

    /// <summary>The type of a content.</summary>
    public const string Type = "$type";

    /// <summary>A content that nests deeper than a payload may, as text.</summary>
    public const string Packed = "$packed";

    /// <summary>The key of a content that the host keeps, beside the content without its data.</summary>
    public const string Stored = "$stored";

    /// <summary>The content without its data.</summary>
    public const string Content = "content";

    /// <summary>How many bytes the data has.</summary>
    public const string Bytes = "bytes";

    /// <summary>How deep what is packed may nest.</summary>
    public const int MaxDepth = 1000;
}
