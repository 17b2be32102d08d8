using HospitalityMemory.Stores;

namespace HospitalityMemory.Conformance;

/// <summary>Applications on one server or one file see nothing of each other's sessions.</summary>
public abstract class SessionStoreApplicationConformance : SessionStoreConformance
{
    [SkippableFact]
    public async Task One_id_is_a_session_of_its_own_in_each_application()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "s1", "guest");
        Assert.Null(await red.PeekAsync("s1", T0, None));
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

    [SkippableFact]
    public async Task What_is_deleted_cleared_or_repeated_in_one_is_so_in_the_other_not()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "s1", "guest");
        await CreateAsync(red, "s1", "guest");
        var pay = Says("pay now") with { MessageId = "m1" };
        await AppendAsync(blue, "s1", [pay]);
        await AppendAsync(red, "s1", [pay]);
        Assert.Equal(["pay now"], Contents(await PeekAsync(red, "s1")));

        await red.ClearMessagesAsync("s1", T0, Limits, None);
        Assert.Equal(["pay now"], Contents(await PeekAsync(blue, "s1")));

        Assert.True(await red.DeleteAsync("s1", T0, None));
        Assert.False(await red.DeleteAsync("s1", T0, None));
        Assert.Equal(["pay now"], Contents(await PeekAsync(blue, "s1")));
        Assert.Empty(await ListAsync(red, "guest"));
        Assert.Equal(["s1"], Ids(await ListAsync(blue, "guest")));
    }

    [SkippableFact]
    public async Task A_guest_who_is_erased_in_one_is_there_in_the_other()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "s1", "guest");
        await SayAsync(blue, "s1", "of blue");
        await CreateAsync(red, "s1", "guest");

        Assert.Equal(1, (await red.EraseAsync("guest", T0, None)).Erased);
        Assert.Equal(0, (await red.EraseAsync("guest", T0, None)).Found);

        Assert.Equal(["of blue"], Contents(await PeekAsync(blue, "s1")));
        Assert.Equal(["s1"], Ids(await ListAsync(blue, "guest")));
    }

    [SkippableFact]
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
        var (ofBlue, ofRed) = (await blue.GetUsageAsync(T0, None), await red.GetUsageAsync(T0, None));
        Assert.Equal(5, ofBlue.LiveSessions);
        Assert.Equal(2, ofRed.LiveSessions);
        Assert.InRange(ofBlue.SizeBytes, 1, 9_999);
        Assert.InRange(ofRed.SizeBytes, 10_000, 30_000);
    }

    [SkippableFact]
    public async Task A_sweep_frees_and_tells_of_one_application_only()
    {
        var (blue, red) = await TwoAsync();
        await CreateAsync(blue, "b");
        await CreateAsync(blue, "both");
        await CreateAsync(red, "both");

        Assert.Equal(["b", "both"], (await blue.RemoveExpiredAsync(100, At(60), None)).Order(StringComparer.Ordinal));
        Assert.Empty(await blue.RemoveExpiredAsync(100, At(60), None));
        Assert.Equal(["both"], await red.RemoveExpiredAsync(100, At(60), None));
        Assert.Equal(0, (await blue.GetUsageAsync(At(60), None)).LiveSessions);
        Assert.Equal(0, (await red.GetUsageAsync(At(60), None)).LiveSessions);
    }

    [SkippableFact]
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

    /// <summary>The store of an application; those of one test share what lies beneath, which is empty at first.</summary>
    protected abstract ValueTask<ISessionStore> OpenAsync(string application);

    protected sealed override ValueTask<ISessionStore> CreateStoreAsync() => OpenAsync(HospitalityMemoryOptions.DefaultApplication);

    private async Task<(ISessionStore Blue, ISessionStore Red)> TwoAsync() => (await OpenAsync("blue"), await CreateStoreAsync());
}
