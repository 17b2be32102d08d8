using HospitalityMemory.Testing.Checks;
using Check = HospitalityMemory.Testing.Checks.Assert;

namespace HospitalityMemory.Testing.Tests;

/// <summary>The checks that the cases are made of: a check that never fails would pass every store.</summary>
public sealed class CheckTests
{
    private static readonly int[] Numbers = [1, 2, 3];

    [Fact]
    public void What_holds_passes()
    {
        Check.True(Numbers.Length is 3);
        Check.False(Numbers is []);
        Check.Null(null);
        Check.NotNull("");
        Check.Equal(3, Numbers.Length);
        Check.Equal("a", "a");
        Check.Equal([1, 2, 3], Numbers.Where(number => number > 0));
        Check.Equal(Numbers.ToList(), new List<int> { 1, 2, 3 });
        Check.Equal<object?>(new[] { new[] { 1 }, [2] }, new List<List<int>> { new() { 1 }, new() { 2 } });
        Check.Equal((1, "a"), (1, "a"));
        Check.NotEqual(1, 2);
        Check.InRange(2, 2, 2);
        Check.Matches("^[a-z]+$", "abc");
        Check.Empty(Array.Empty<int>());
        Check.NotEmpty(Numbers);
        Check.Contains(2, Numbers);
        Check.DoesNotContain(Numbers, number => number > 3);
        Check.DoesNotContain(4, Numbers);
        Check.DoesNotContain("x", "abc", StringComparison.Ordinal);
        Check.Distinct(Numbers);
        Check.All(Numbers, number => Check.InRange(number, 1, 3));
        Xunit.Assert.Equal(2, Check.Single(Numbers, number => number is 2));
        Xunit.Assert.Equal(7, Check.Single([7]));
    }

    [Fact]
    public void What_does_not_hold_is_told()
    {
        var four = 4;
        Fails(() => Check.True(four is 5), "four is 5", "true", "false");
        Fails(() => Check.True(four is 5, "too few"), "four is 5", "true", "false: too few");
        Fails(() => Check.False(four is 4), "four is 4", "false", "true");
        Fails(() => Check.Null(four), "four", "null", "4");
        Fails(() => Check.NotNull((object?)null), "(object?)null", "not null", "null");
        Fails(() => Check.Equal(5, four), "four", "5", "4");
        Fails(() => Check.Equal("a", "A"), "\"A\"", "\"a\"", "\"A\"");
        Fails(() => Check.Equal((1, "a"), (1, "b")), "(1, \"b\")", "(1, \"a\")", "(1, \"b\")");
        Fails(() => Check.Equal([1, 2, 4], Numbers), "Numbers", "[1, 2, 4]", "[1, 2, 3] (first difference at index 2)");
        Fails(() => Check.Equal([1, 2, 3, 4], Numbers), "Numbers", "[1, 2, 3, 4]", "[1, 2, 3] (first difference at index 3)");
        Fails(() => Check.Equal([3, 2, 1], Numbers.AsEnumerable()), "Numbers.AsEnumerable()", "[3, 2, 1]", "[1, 2, 3] (first difference at index 0)");
        Fails(() => Check.Equal([1, 2, 3], (IEnumerable<int>?)null), "(IEnumerable<int>?)null", "[1, 2, 3]", "null");
        Fails(() => Check.NotEqual(4, four), "four", "anything but 4", "4");
        Fails(() => Check.InRange(four, 5, 6), "four", "5 to 6", "4");
        Fails(() => Check.InRange(four, 1, 3), "four", "1 to 3", "4");
        Fails(() => Check.Matches("^a$", "b"), "\"b\"", "a text that matches ^a$", "\"b\"");
        Fails(() => Check.Empty(Numbers), "Numbers", "nothing", "[1, 2, 3]");
        Fails(() => Check.NotEmpty(Array.Empty<int>()), "Array.Empty<int>()", "something", "nothing");
        Fails(() => Check.Single(Numbers), "Numbers", "one item", "[1, 2, 3]");
        Fails(() => Check.Single(Numbers, number => number > 1), "Numbers", "one item with number => number > 1", "[1, 2, 3]");
        Fails(() => Check.Contains(4, Numbers), "Numbers", "4 among others", "[1, 2, 3]");
        Fails(() => Check.DoesNotContain(Numbers, number => number > 2), "Numbers", "none with number => number > 2", "[3]");
        Fails(() => Check.DoesNotContain(2, Numbers), "Numbers", "no 2", "[1, 2, 3]");
        Fails(() => Check.DoesNotContain("b", "abc", StringComparison.Ordinal), "\"abc\"", "a text without \"b\"", "\"abc\"");
        Fails(() => Check.Distinct([1, 2, 1]), "[1, 2, 1]", "no item twice", "[1] twice");
        Fails(() => Check.All(Numbers, number => Check.InRange(number, 1, 2)), "number", "1 to 2", "3");
    }

    [Fact]
    public async Task Errors_that_do_not_come_or_are_others_are_told()
    {
        Func<Task> quiet = () => Task.CompletedTask;
        Func<Task> cancelled = () => throw new TaskCanceledException("stopped");

        Xunit.Assert.IsType<TaskCanceledException>(await Check.ThrowsAnyAsync<OperationCanceledException>(cancelled));
        Xunit.Assert.IsType<TaskCanceledException>(await Check.ThrowsAsync<TaskCanceledException>(cancelled));
        await FailsAsync(() => Check.ThrowsAsync<OperationCanceledException>(cancelled), "OperationCanceledException", "TaskCanceledException: stopped");
        await FailsAsync(() => Check.ThrowsAnyAsync<IOException>(cancelled), "IOException", "TaskCanceledException: stopped");
        await FailsAsync(() => Check.ThrowsAnyAsync<IOException>(quiet), "IOException", "no error");

        static async Task FailsAsync(Func<Task> check, string expected, string actual)
        {
            var error = await Xunit.Assert.ThrowsAsync<CheckException>(check);
            Xunit.Assert.Equal((expected, actual), (error.Expected, error.Actual));
        }
    }

    [Fact]
    public void Long_values_are_cut_where_they_are_shown()
    {
        Xunit.Assert.Equal($"\"{new string('a', 400)}... (1000 characters)\"", Shown.Of(new string('a', 1_000)));
        Xunit.Assert.Equal($"[{string.Join(", ", Enumerable.Range(0, 20))}, ...]", Shown.Of(Enumerable.Range(0, 21)));
        Xunit.Assert.Equal("[\"a\", null, 1.5]", Shown.Of(new object?[] { "a", null, 1.5 }));
        Xunit.Assert.Equal("2026-03-01T12:00:00.0000000+00:00", Shown.Of(TestMemory.DefaultStart));
    }

    private static void Fails(Action check, string what, string expected, string actual)
    {
        var error = Xunit.Assert.Throws<CheckException>(check);
        Xunit.Assert.Equal((what, expected, actual), (error.What, error.Expected, error.Actual));
    }
}
