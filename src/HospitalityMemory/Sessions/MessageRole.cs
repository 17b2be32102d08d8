using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory;

/// <summary>
/// Who speaks in a message: one of the names known here, or any other that a model or a framework uses, which is kept as written.
/// </summary>
/// <remarks>Immutable. Names are compared without regard to case. The default value has no name and is no role.</remarks>
public readonly struct MessageRole : IEquatable<MessageRole>
{
    /// <summary>The most characters in a role's name.</summary>
    internal const int MaxLength = 64;

    private readonly string? _name;

    /// <summary>Makes the role of a name.</summary>
    /// <param name="name">1 to 64 characters, without control characters and half surrogate pairs.</param>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public MessageRole(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ProblemOf(name) is { } problem)
        {
            throw new ArgumentException(
                $"The name of a role has 1 to {MaxLength} characters and no control characters; this one {problem}.", nameof(name));
        }

        _name = Known(name) ?? name;
    }

    /// <summary>The guest.</summary>
    public static MessageRole User { get; } = new("user");

    /// <summary>An agent of the platform.</summary>
    public static MessageRole Assistant { get; } = new("assistant");

    /// <summary>The platform's instructions to its agents. Trimming spares them.</summary>
    public static MessageRole System { get; } = new("system");

    /// <summary>The result of a tool that an agent called.</summary>
    public static MessageRole Tool { get; } = new("tool");

    /// <summary>The name; empty for the default value.</summary>
    public string Name => _name ?? "";

    /// <summary>Whether two roles have the same name, whatever its case.</summary>
    /// <param name="left">One role.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(MessageRole left, MessageRole right) => left.Equals(right);

    /// <summary>Whether two roles have different names, whatever their case.</summary>
    /// <param name="left">One role.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(MessageRole left, MessageRole right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(MessageRole other) =>
        ReferenceEquals(_name, other._name) || string.Equals(_name, other._name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is MessageRole other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    /// <returns>The name; empty for the default value.</returns>
    public override string ToString() => Name;

    /// <summary>Why a text cannot be a role's name; null where it can.</summary>
    internal static string? ProblemOf(string name) =>
        name.Length is 0 ? "is empty"
        : name.Length > MaxLength ? $"has {name.Length} characters"
        : Identifier.TextProblem(name);

    // Known names share one instance, which makes most comparisons a comparison of references.
    private static string? Known(string name) => name switch
    {
        "user" => "user",
        "assistant" => "assistant",
        "system" => "system",
        "tool" => "tool",
        _ => null,
    };
}
