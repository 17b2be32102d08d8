using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Applications on one server or one file see nothing of each other's sessions.</summary>
internal sealed class SessionStoreApplicationCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
    public async Task One_id_is_a_session_of_its_own_in_each_application()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "s1", "guest");
        Assert.Null(await red.PeekAsync("s1", T0, CaseToken.Current));
        await CreateAsync(red, "s1", "other");

        await SayAsync(blue, "s1", "of blue");
        await SayAsync(red, "s1", "of red");
        await SayAsync(red, "s1", "again");
        await ReplaceAsync(blue, Next(NewSession("s1", "guest"), At(1)) with { CurrentAgent = "concierge" }, At(1));

        Assert.Equal(["of blue"], Contents(await PeekAsync(blue, "s1", At(1))));
        Assert.Equal(["of red", "again"], Contents(await PeekAsync(red, "s1", At(1))));
        var (ofBlue, ofRed) = (await PeekInfoAsync(blue, "s1", At(1)), await PeekInfoAsync(red, "s1", At(1)));
        Assert.Equal(("guest", "concierge"), (ofBlue.UserId, ofBlue.CurrentAgent));
        Assert.Equal(("other", null), (ofRed.UserId, ofRed.CurrentAgent));
        Assert.Equal(["of blue"], Contents(await ReadAsync(blue, "s1", At(1))));
    }

    [Case]
    public async Task What_is_deleted_cleared_or_repeated_in_one_is_so_in_the_other_not()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "s1", "guest");
        await CreateAsync(red, "s1", "guest");
        var pay = Says("pay now") with { MessageId = "m1" };
        await AppendAsync(blue, "s1", [pay]);
        await AppendAsync(red, "s1", [pay]);
        Assert.Equal(["pay now"], Contents(await PeekAsync(red, "s1")));

        await red.ClearMessagesAsync("s1", T0, Limits, CaseToken.Current);
        Assert.Equal(["pay now"], Contents(await PeekAsync(blue, "s1")));

        Assert.True(await red.DeleteAsync("s1", T0, CaseToken.Current));
        Assert.False(await red.DeleteAsync("s1", T0, CaseToken.Current));
        Assert.Equal(["pay now"], Contents(await PeekAsync(blue, "s1")));
        Assert.Empty(await ListAsync(red, "guest"));
        Assert.Equal(["s1"], Ids(await ListAsync(blue, "guest")));
    }

    [Case]
    public async Task A_guest_who_is_erased_in_one_is_there_in_the_other()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "s1", "guest");
        await SayAsync(blue, "s1", "of blue");
        await CreateAsync(red, "s1", "guest");

        Assert.Equal(1, (await red.EraseAsync("guest", T0, CaseToken.Current)).Erased);
        Assert.Equal(0, (await red.EraseAsync("guest", T0, CaseToken.Current)).Found);

        Assert.Equal(["of blue"], Contents(await PeekAsync(blue, "s1")));
        Assert.Equal(["s1"], Ids(await ListAsync(blue, "guest")));
    }

    [Case]
    public async Task Lists_and_usage_are_of_one_application()
    {
        var (blue, red) = await TwoAsync();
        foreach (var id in Enumerable.Range(0, 5).Select(number => $"b{number}"))
        {
            await CreateAsync(blue, id, "guest");
        }

        await CreateAsync(red, "r0", "guest");
        await CreateAsync(red, "b0");
        await SayAsync(red, "b0", Text(10_000));

        Assert.Equal(["b0", "b1", "b2", "b3", "b4"], Ids(await ListAsync(blue, "guest", pageSize: 2)).Order(StringComparer.Ordinal));
        Assert.Equal(["r0"], Ids(await ListAsync(red, "guest")));
        Assert.Equal(["b0", "b1", "b2", "b3", "b4"], Ids(await ListAsync(blue, userId: null, pageSize: 2)).Order(StringComparer.Ordinal));
        Assert.Equal(["b0", "r0"], Ids(await ListAsync(red, userId: null)).Order(StringComparer.Ordinal));
        var (ofBlue, ofRed) = (await blue.GetUsageAsync(T0, CaseToken.Current), await red.GetUsageAsync(T0, CaseToken.Current));
        Assert.Equal(5, ofBlue.LiveSessions);
        Assert.Equal(2, ofRed.LiveSessions);
        Assert.InRange(ofBlue.SizeBytes, 1, 9_999);
        Assert.InRange(ofRed.SizeBytes, 10_000, 30_000);
    }

    [Case]
    public async Task A_sweep_frees_and_tells_of_one_application_only()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "b");
        await CreateAsync(blue, "both");
        await CreateAsync(red, "both");

        Assert.Equal(["b", "both"], (await blue.RemoveExpiredAsync(100, At(60), CaseToken.Current)).Order(StringComparer.Ordinal));
        Assert.Empty(await blue.RemoveExpiredAsync(100, At(60), CaseToken.Current));
        Assert.Equal(["both"], await red.RemoveExpiredAsync(100, At(60), CaseToken.Current));
        Assert.Equal(0, (await blue.GetUsageAsync(At(60), CaseToken.Current)).LiveSessions);
        Assert.Equal(0, (await red.GetUsageAsync(At(60), CaseToken.Current)).LiveSessions);
    }

    [Case]
    public async Task No_name_of_an_application_and_no_id_is_taken_for_another()
    {
        var stores = new Dictionary<string, ISessionStore>();
        foreach (var name in Applications.Names)
        {
            stores[name] = await OpenAsync(name);
            foreach (var id in Applications.Ids)
            {
                await CreateAsync(stores[name], id, "guest");
                await SayAsync(stores[name], id, $"{name} {id}");
            }
        }

        foreach (var (name, store) in stores)
        {
            Assert.Equal(Applications.Ids.Order(StringComparer.Ordinal), Ids(await ListAsync(store, "guest")).Order(StringComparer.Ordinal));
            foreach (var id in Applications.Ids)
            {
                Assert.Equal([$"{name} {id}"], Contents(await PeekAsync(store, id)));
            }
        }
    }

    private async Task<(ISessionStore Blue, ISessionStore Red)> TwoAsync() => (await OpenAsync("blue"), await CreateStoreAsync());
}
