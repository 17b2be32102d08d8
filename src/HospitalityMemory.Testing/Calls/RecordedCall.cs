using System.Collections.Frozen;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing;

/// <summary>A call of a memory. Immutable, save for the functions among the arguments, which are those that were given.</summary>
public sealed class RecordedCall
{
    private readonly (string Name, object? Value)[] _arguments;

    internal RecordedCall(string memory, string method, (string Name, object? Value)[] arguments)
    {
        (Memory, Method, _arguments) = (memory, method, arguments);
        Arguments = arguments.ToFrozenDictionary(static argument => argument.Name, static argument => argument.Value, StringComparer.Ordinal);
    }

    /// <summary>The interface that was called, such as <c>IShortTermMemory</c>.</summary>
    public string Memory { get; }

    /// <summary>The method that was called, such as <c>AddMessageAsync</c>.</summary>
    public string Method { get; }

    /// <summary>All arguments by their names, those that were left out with their defaults. Lists are as they were at the call.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; }

    /// <summary>An argument.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name, such as <c>sessionId</c>.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="ArgumentException">The method has no argument of this name, or it is of another type.</exception>
    public T? Argument<T>(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return !Arguments.TryGetValue(name, out var value)
            ? throw new ArgumentException($"{Method} has no argument '{name}'; it has {string.Join(", ", _arguments.Select(static argument => argument.Name))}.", nameof(name))
            : value switch
            {
                null => default,
                T found => found,
                _ => throw new ArgumentException($"The argument '{name}' of {Method} is of the type {value.GetType().Name}, not {typeof(T).Name}.", nameof(name)),
            };
    }

    /// <summary>The call with its arguments but the token, for messages of failed tests.</summary>
    /// <returns>Such as <c>IShortTermMemory.GetSessionAsync(sessionId: "s1")</c>.</returns>
    public override string ToString() =>
        $"{Memory}.{Method}({string.Join(", ", _arguments.Where(static argument => argument.Value is not CancellationToken)
            .Select(static argument => $"{argument.Name}: {Shown.Of(argument.Value)}"))})";
}
