using System.Globalization;
using HospitalityMemory.Conformance;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Adaptive.Tests;

/// <summary>What two guests book who are merged counts in the market as one guest's, and at no moment twice.</summary>
public sealed class MergedGuestsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_market_is_that_of_one_guest_also_where_the_merge_broke_off_anywhere(bool isAnswerLost)
    {
        await using var one = new World();
        await one.BookAsync("into", "Rome", "b0");
        await one.BookAsync("into", "Rome", "b1");
        await one.BookAsync("into", "Oslo", "b2");
        var expected = await one.SumsAsync();
        var (call, hasStruck) = (0, true);
        while (hasStruck)
        {
            await using var world = new World();
            await world.BookAsync("into", "Rome", "b0");
            await world.BookAsync("from", "Rome", "b1");
            await world.BookAsync("from", "Oslo", "b2");
            var before = await world.SumsAsync();
            hasStruck = await world.BreakAsync(++call, isAnswerLost);
            foreach (var (name, (amount, guests)) in await world.SumsAsync())
            {
                // As two guests or as one: that the one came back to a city is known of one alone.
                var (asTwo, asOne) = (before.GetValueOrDefault(name), expected.GetValueOrDefault(name));
                Assert.InRange(amount / Math.Max(asTwo.Amount, asOne.Amount), 0, 1);
                Assert.InRange(guests, 0, Math.Max(asTwo.Guests, asOne.Guests));
            }

            Assert.True((await world.Administration.MergeGuestsAsync("from", "into")).IsComplete);

            var after = await world.SumsAsync();
            if (!isAnswerLost)
            {
                Assert.Equal(expected, after);
            }

            // What was written without an answer is told to nobody, as with any write: it is counted less, and never twice.
            Assert.All(after, sum => Assert.True(
                expected.TryGetValue(sum.Key, out var most) && sum.Value.Amount / most.Amount <= 1 && sum.Value.Guests <= most.Guests, $"{call} {sum.Key}"));
        }

        Assert.InRange(call, 15, 100);
    }

    [Fact]
    public async Task A_guest_whose_merge_is_given_up_counts_again()
    {
        await using var world = new World();
        await world.BookAsync("into", "Rome", "b0");
        await world.BookAsync("from", "Rome", "b1");
        await world.BookAsync("from", "Oslo", "b2");
        await using var alone = new World();
        await alone.BookAsync("from", "Rome", "b1");
        await alone.BookAsync("from", "Oslo", "b2");
        Assert.True(await world.BreakAsync(14, isAnswerLost: false));

        Assert.True((await world.Guests.EraseGuestAsync("into")).Profile.IsLearningTakenBack);
        await Assert.ThrowsAsync<ProfileNotFoundException>(() => world.Administration.MergeGuestsAsync("from", "into").AsTask());

        Assert.Equal(await alone.SumsAsync(), await world.SumsAsync());
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        private readonly ServiceProvider _stores;
        private readonly ServiceProvider _provider;
        private readonly FaultInjectingProfileStore _profiles;

        public World()
        {
            _stores = new ServiceCollection().AddHospitalityMemory().Services.BuildServiceProvider();
            _profiles = new(_stores.GetRequiredService<IProfileStore>());
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(_time);
            services.AddHospitalityMemory(options => options.LongTerm.Timeout = Timeout.InfiniteTimeSpan).UseAdaptiveLearner().UseProfileStore(_ => _profiles);
            _provider = services.BuildServiceProvider();
        }

        public IMemoryAdministration Administration => _provider.GetRequiredService<IMemoryAdministration>();

        public IGuestMemory Guests => _provider.GetRequiredService<IGuestMemory>();

        public async Task BookAsync(string guest, string city, string id) => await _provider.GetRequiredService<ILongTermMemory>().AddBookingToHistoryAsync(
            guest, new() { BookingId = id, City = city, CheckIn = new DateOnly(2026, 1, 1).AddDays(id[1]), PropertyType = "flat", Amenities = ["pool"] });

        /// <summary>Merges until a call of the store breaks.</summary>
        public async Task<bool> BreakAsync(int call, bool isAnswerLost)
        {
            var fault = new Fault(call, isAnswerLost);
            _profiles.Fault = fault;
            try
            {
                await Administration.MergeGuestsAsync("from", "into");
            }
            catch (MemoryUnavailableException)
            {
                // As told.
            }

            _profiles.Fault = Fault.None;
            return fault.HasStruck;
        }

        /// <summary>What stands in the market, amounts to eleven digits: they are added up in any order.</summary>
        public async Task<SortedDictionary<string, (double Amount, long Guests)>> SumsAsync()
        {
            await _provider.GetRequiredService<IMarket>().RefreshAsync();
            var sums = new SortedDictionary<string, (double, long)>(StringComparer.Ordinal);
            await foreach (var sum in _provider.GetRequiredService<INamedSumStore>().ReadAsync(CancellationToken.None))
            {
                sums.Add(sum.Name, (double.Parse(sum.Amount.ToString("g11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), sum.Guests));
            }

            return sums;
        }

        public async ValueTask DisposeAsync()
        {
            await _provider.DisposeAsync();
            await _stores.DisposeAsync();
        }
    }
}
