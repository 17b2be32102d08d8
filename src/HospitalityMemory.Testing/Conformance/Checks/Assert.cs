using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Testing.Checks;

/// <summary>
/// The checks that the cases are made of, named as test frameworks name them. They belong to none, so that a case runs in every one.
/// </summary>
internal static class Assert
{
    public static void True([DoesNotReturnIf(false)] bool condition, string? what = null, [CallerArgumentExpression(nameof(condition))] string? source = null)
    {
        if (!condition)
        {
            throw new CheckException(source, "true", what is null ? "false" : $"false: {what}");
        }
    }

    public static void False([DoesNotReturnIf(true)] bool condition, [CallerArgumentExpression(nameof(condition))] string? source = null)
    {
        if (condition)
        {
            throw new CheckException(source, "false", "true");
        }
    }

    public static void Null(object? actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (actual is not null)
        {
            throw new CheckException(source, "null", Shown.Of(actual));
        }
    }

    public static void NotNull([NotNull] object? actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (actual is null)
        {
            throw new CheckException(source, "not null", "null");
        }
    }

    public static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (!AreEqual(expected, actual))
        {
            throw new CheckException(source, Shown.Of(expected), Shown.Of(actual) + Difference(expected, actual));
        }
    }

    public static void Equal<T>(IEnumerable<T>? expected, IEnumerable<T>? actual, [CallerArgumentExpression(nameof(actual))] string? source = null) =>
        Equal<object?>(expected?.ToList(), actual?.ToList(), source);

    public static void NotEqual<T>(T unexpected, T actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (AreEqual(unexpected, actual))
        {
            throw new CheckException(source, $"anything but {Shown.Of(unexpected)}", Shown.Of(actual));
        }
    }

    public static void InRange<T>(T actual, T low, T high, [CallerArgumentExpression(nameof(actual))] string? source = null)
        where T : IComparable<T>
    {
        if (actual.CompareTo(low) < 0 || actual.CompareTo(high) > 0)
        {
            throw new CheckException(source, $"{Shown.Of(low)} to {Shown.Of(high)}", Shown.Of(actual));
        }
    }

    public static void Matches(string pattern, string? actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (actual is null || !Regex.IsMatch(actual, pattern))
        {
            throw new CheckException(source, $"a text that matches {pattern}", Shown.Of(actual));
        }
    }

    public static void Empty(IEnumerable actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (actual.Cast<object?>().Any())
        {
            throw new CheckException(source, "nothing", Shown.Of(actual));
        }
    }

    public static void NotEmpty(IEnumerable actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (!actual.Cast<object?>().Any())
        {
            throw new CheckException(source, "something", "nothing");
        }
    }

    public static T Single<T>(IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string? source = null) =>
        Single(actual, static _ => true, source, "");

    public static T Single<T>(
        IEnumerable<T> actual,
        Func<T, bool> which,
        [CallerArgumentExpression(nameof(actual))] string? source = null,
        [CallerArgumentExpression(nameof(which))] string? condition = null)
    {
        var items = actual.ToList();
        return items.Where(which).ToList() is [var only]
            ? only
            : throw new CheckException(source, condition is "" ? "one item" : $"one item with {condition}", Shown.Of(items));
    }

    public static void Contains<T>(T expected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        var items = actual.ToList();
        if (!items.Contains(expected))
        {
            throw new CheckException(source, $"{Shown.Of(expected)} among others", Shown.Of(items));
        }
    }

    public static void DoesNotContain<T>(
        IEnumerable<T> actual,
        Func<T, bool> which,
        [CallerArgumentExpression(nameof(actual))] string? source = null,
        [CallerArgumentExpression(nameof(which))] string? condition = null)
    {
        var found = actual.Where(which).ToList();
        if (found.Count > 0)
        {
            throw new CheckException(source, $"none with {condition}", Shown.Of(found));
        }
    }

    public static void DoesNotContain<T>(T unexpected, IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        var items = actual.ToList();
        if (items.Contains(unexpected))
        {
            throw new CheckException(source, $"no {Shown.Of(unexpected)}", Shown.Of(items));
        }
    }

    public static void DoesNotContain(
        string unexpected, string? actual, StringComparison comparison, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        if (actual?.Contains(unexpected, comparison) is true)
        {
            throw new CheckException(source, $"a text without {Shown.Of(unexpected)}", Shown.Of(actual));
        }
    }

    public static void Distinct<T>(IEnumerable<T> actual, [CallerArgumentExpression(nameof(actual))] string? source = null)
    {
        var twice = actual.GroupBy(static item => item).Where(static same => same.Skip(1).Any()).Select(static same => same.Key).ToList();
        if (twice.Count > 0)
        {
            throw new CheckException(source, "no item twice", $"{Shown.Of(twice)} twice");
        }
    }

    public static void All<T>(IEnumerable<T> actual, Action<T> check)
    {
        foreach (var item in actual)
        {
            check(item);
        }
    }

    /// <summary>Fails unless this very type is thrown.</summary>
    public static Task<TException> ThrowsAsync<TException>(Func<Task> call, [CallerArgumentExpression(nameof(call))] string? source = null)
        where TException : Exception =>
        ThrowsAsync<TException>(call, static exception => exception.GetType() == typeof(TException), source);

    /// <summary>Fails unless this type or one derived from it is thrown.</summary>
    public static Task<TException> ThrowsAnyAsync<TException>(Func<Task> call, [CallerArgumentExpression(nameof(call))] string? source = null)
        where TException : Exception =>
        ThrowsAsync<TException>(call, static _ => true, source);

    private static async Task<TException> ThrowsAsync<TException>(Func<Task> call, Func<TException, bool> isRight, string? source)
        where TException : Exception =>
        await Record.ExceptionAsync(call).ConfigureAwait(false) switch
        {
            TException exception when isRight(exception) => exception,
            null => throw new CheckException(source, typeof(TException).Name, "no error"),
            var other => throw new CheckException(source, typeof(TException).Name, $"{other.GetType().Name}: {other.Message}"),
        };

    /// <summary>Lists are equal that hold equal items in one order, whatever their types; all else is equal that says so.</summary>
    private static bool AreEqual(object? expected, object? actual) =>
        Equals(expected, actual)
        || (Items(expected) is { } first && Items(actual) is { } second && first.Count == second.Count && !Differences(first, second).Any());

    private static List<object?>? Items(object? value) => value is IEnumerable items and not string ? [.. items.Cast<object?>()] : null;

    private static IEnumerable<int> Differences(List<object?> first, List<object?> second) =>
        Enumerable.Range(0, Math.Min(first.Count, second.Count)).Where(index => !AreEqual(first[index], second[index]));

    private static string Difference(object? expected, object? actual) =>
        Items(expected) is { } first && Items(actual) is { } second
            ? $" (first difference at index {Differences(first, second).Append(Math.Min(first.Count, second.Count)).First()})"
            : "";
}

internal static class Record
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is the answer.")]
    public static async Task<Exception?> ExceptionAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
