using System.Globalization;

namespace HospitalityMemory.Tests.Fields;

public sealed class RecentlyUsedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void No_more_are_kept_than_the_capacity_and_no_fewer_than_half_of_it(int capacity)
    {
        var recent = new RecentlyUsed<string>(capacity);
        for (var i = 0; i < 1_000; i++)
        {
            Keep(recent, i);
            Assert.All(Enumerable.Range(0, (capacity + 1) / 2), before => Assert.True(i < before || recent.Find(Key(i - before)) is not null));
        }

        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => recent.Find(Key(i)) is not null), (capacity + 1) / 2, capacity + (capacity % 2));
    }

    [Fact]
    public void What_is_asked_for_again_stays_whatever_else_comes()
    {
        var recent = new RecentlyUsed<string>(10);
        Keep(recent, 0);
        for (var i = 1; i < 1_000; i++)
        {
            Keep(recent, i);
            Assert.Equal("value 0", recent.Find(Key(0)));
        }
    }

    [Fact]
    public void What_was_kept_last_is_found_also_where_an_older_one_lies_in_the_generation_before()
    {
        var recent = new RecentlyUsed<string>(4);
        Keep(recent, 0);
        Keep(recent, 1);
        Keep(recent, 2);

        recent.Keep(Key(0), "new", recent.Forgotten);
        Assert.Equal("new", recent.Find(Key(0)));
        Keep(recent, 3);
        Keep(recent, 4);
        Assert.NotEqual("value 0", recent.Find(Key(0)));
    }

    [Fact]
    public void Of_a_capacity_of_none_nothing_is_kept()
    {
        var recent = new RecentlyUsed<string>(0);
        Keep(recent, 1);
        Assert.Null(recent.Find(Key(1)));
    }

    [Fact]
    public void What_is_forgotten_is_gone_from_both_generations_and_what_was_made_before_is_not_kept()
    {
        var recent = new RecentlyUsed<string>(4);
        Keep(recent, 0);
        Keep(recent, 1);
        Keep(recent, 2);
        var before = recent.Forgotten;

        recent.Forget(Key(0));
        recent.Forget(Key(2));
        recent.Keep(Key(0), "made before", before);

        Assert.Null(recent.Find(Key(0)));
        Assert.Null(recent.Find(Key(2)));
        Assert.Equal("value 1", recent.Find(Key(1)));
        Keep(recent, 0);
        Assert.Equal("value 0", recent.Find(Key(0)));
    }

    private static void Keep(RecentlyUsed<string> recent, int number) => recent.Keep(Key(number), $"value {number}", recent.Forgotten);

    private static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);
}
