namespace HospitalityMemory.Tests.LongTerm;

/// <summary>Where wishes and searches came from, and how much one conversation may teach.</summary>
public sealed class OriginTests : IDisposable
{
    private readonly Guests _guests = new(configure: options =>
    {
        options.LongTerm.MaxStatedPreferencesPerSession = 3;
        options.LongTerm.MaxSearchesPerSession = 2;
    });

    private LongTermMemory Memory => _guests.Memory;

    public void Dispose() => _guests.Dispose();

    [Fact]
    public async Task A_wish_and_the_preference_that_it_becomes_say_where_they_came_from()
    {
        var origin = new Origin { Kind = OriginKind.Agent, SessionId = "s1", Name = "concierge" };

        var preferences = await Memory.AddStatedPreferenceAsync(Guests.Id, Wish("quiet", origin));

        Assert.Equal(origin, Assert.Single((await Memory.GetUserProfileAsync(Guests.Id))!.StatedPreferences).Origin);
        Assert.Equal(origin, Assert.Single(preferences.All).Origin);
    }

    [Fact]
    public async Task What_a_tool_returned_is_no_wish()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Memory.AddStatedPreferenceAsync(Guests.Id, Wish("Hotel Evil", new() { Kind = OriginKind.Tool, SessionId = "s1" })).AsTask());

        Assert.Equal("preference.Origin", refused.ParamName);
        Assert.Contains("ask the guest", refused.Message, StringComparison.Ordinal);
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    [Theory]
    [InlineData((OriginKind)9, "s1", "a", "preference.Origin.Kind")]
    [InlineData(OriginKind.Agent, "", "a", "preference.Origin.SessionId")]
    [InlineData(OriginKind.Agent, "s\n", "a", "preference.Origin.SessionId")]
    [InlineData(OriginKind.Agent, null, "", "preference.Origin.Name")]
    [InlineData(OriginKind.Agent, null, "a\u0007", "preference.Origin.Name")]
    public async Task An_origin_is_checked(OriginKind kind, string? sessionId, string? name, string member)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Memory.AddStatedPreferenceAsync(
            Guests.Id, Wish("quiet", new() { Kind = kind, SessionId = sessionId, Name = name })).AsTask());

        Assert.Equal(member, refused.ParamName);
        Assert.Null(await Memory.GetUserProfileAsync(Guests.Id));
    }

    [Fact]
    public async Task One_session_states_so_many_wishes_and_another_its_own()
    {
        for (var i = 0; i < 3; i++)
        {
            await Memory.AddStatedPreferenceAsync(Guests.Id, Wish($"wish {i}", Session("s1")));
        }

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Memory.AddStatedPreferenceAsync(Guests.Id, Wish("one more", Session("s1"))).AsTask());
        Assert.Contains("3 are allowed", refused.Message, StringComparison.Ordinal);

        await Memory.AddStatedPreferenceAsync(Guests.Id, Wish("WISH 1", Session("s1")));
        await Memory.AddStatedPreferenceAsync(Guests.Id, Wish("one more", Session("s2")));
        await Memory.AddStatedPreferenceAsync(Guests.Id, Wish("of nobody", origin: null));

        Assert.Equal(
            ["of nobody", "one more", "WISH 1", "wish 2", "wish 0"],
            (await Memory.GetUserProfileAsync(Guests.Id))!.StatedPreferences.Select(wish => wish.Value));
    }

    [Fact]
    public async Task Of_the_searches_of_one_session_the_latest_are_kept()
    {
        await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { City = "Oslo" });
        foreach (var city in new[] { "Rome", "Paris", "Miami" })
        {
            _guests.Time.Advance(TimeSpan.FromMinutes(1));
            await Memory.UpdateUserPreferencesAsync(Guests.Id, new() { City = city }, Session("s1"));
        }

        var searches = (await _guests.StoredAsync()).Bookings.Searches;

        Assert.Equal(["Miami", "Paris", "Oslo"], searches.Select(search => search.City));
        Assert.Equal(["s1", "s1", null], searches.Select(search => search.Origin?.SessionId));
    }

    private static Origin Session(string id) => new() { Kind = OriginKind.Guest, SessionId = id };

    private static StatedPreference Wish(string value, Origin? origin) => new() { Kind = PreferenceKind.Other, Value = value, Origin = origin };
}
