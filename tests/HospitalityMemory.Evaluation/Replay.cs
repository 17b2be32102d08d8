using HospitalityMemory.Evaluation.Data;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Evaluation;

/// <summary>
/// Replays the stays in the order in which they happened. For each case the memory first makes a prediction and then learns the
/// stay. Only the library's public interfaces are used, and only what was known before the stay.
/// </summary>
internal sealed class Replay : IAsyncDisposable
{
    private const int MaxCities = 20;
    private const int MaxIdLength = 200;
    private static readonly string DefaultCurrency = new HospitalityMemoryOptions().DefaultCurrency;

    private readonly EvaluationData _data;
    private readonly ReplayClock _clock = new();

    /// <summary>The spelling in the files of the cities whose stays were learned.</summary>
    private readonly Dictionary<string, string> _cities = new(StringComparer.Ordinal);

    private readonly List<(long StayId, string Reason)> _refused = [];
    private readonly ServiceProvider _provider;
    private readonly ILongTermMemory _memory;
    private readonly IMarket? _market;

    private Replay(EvaluationData data, Action<IHospitalityMemoryBuilder> chooseLearner)
    {
        _data = data;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        chooseLearner(services.AddHospitalityMemory());
        _provider = services.BuildServiceProvider();
        _memory = _provider.GetRequiredService<ILongTermMemory>();
        _market = _provider.GetService<IMarket>();
    }

    public ILongTermMemory Memory => _memory;

    /// <summary>The stays that the library refused, with its reasons.</summary>
    public IReadOnlyList<(long StayId, string Reason)> Refused => _refused;

    public static Replay Create(EvaluationData data, string learner) => new(data, learner switch
    {
        "adaptive" => static builder => builder.UseAdaptiveLearner(),
        "frequency" => static builder => builder.UsePreferenceLearner<FrequencyPreferenceLearner>(),
        _ => throw new ArgumentOutOfRangeException(nameof(learner), learner, "A learner is adaptive or frequency."),
    });

    /// <summary>Replays all stays.</summary>
    /// <param name="predicted">Called with each case and its prediction, before the stay is learned.</param>
    /// <param name="learned">Called with each stay after it was learned.</param>
    public async Task RunAsync(Action<Stay, Case, Prediction> predicted, Action<Stay> learned)
    {
        foreach (var stay in _data.Stays)
        {
            _clock.MoveTo(stay.Day);
            if (_data.Cases.TryGetValue(stay.Id, out var known))
            {
                predicted(stay, known, await PredictAsync(stay, known));
            }

            await LearnAsync(stay);
            learned(stay);
        }
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private async ValueTask LearnAsync(Stay stay)
    {
        try
        {
            var recorded = await _memory.AddBookingToHistoryAsync(stay.UserId, stay.Booking);
            _cities[recorded.Booking.City] = stay.City;
        }
        catch (ArgumentException exception)
        {
            _refused.Add((stay.Id, exception.Message));
        }
    }

    private async ValueTask<Prediction> PredictAsync(Stay stay, Case known)
    {
        // Each case must see the market with all stays before it.
        if (_market is not null)
        {
            await _market.RefreshAsync();
        }

        var preferences = await _memory.GetUserPreferencesAsync(stay.UserId);

        // The currency is the one that the guest shops in, which the platform knows before the booking.
        var range = preferences.OtherPriceRanges.Prepend(preferences.PreferredPriceRange)
            .FirstOrDefault(range => range is not null && range.Currency == (stay.Booking.Currency ?? DefaultCurrency));
        Preference[] cities = [.. LikelyCities(preferences).Take(MaxCities)];
        return new Prediction
        {
            Case = known.Id,
            Cities = [.. cities.Select(city => FilesSpelling(city.Value))],
            CityScores = [.. cities.Select(city => city.Score)],
            PriceMin = range?.Min,
            PriceMax = range?.Max,
            RankedUniform = await RankAsync(stay.UserId, known.Uniform),
            RankedPopular = await RankAsync(stay.UserId, known.Popular),
        };
    }

    /// <summary>The cities by the learner's score. The learner's own list begins with all of the guest's cities.</summary>
    private static IEnumerable<Preference> LikelyCities(UserPreferences preferences) => preferences.All
        .Where(preference => preference is { Kind: PreferenceKind.City, Avoid: false })
        .OrderByDescending(preference => preference.Score);

    /// <summary>The memory shows the country beside cities of one name; the files do not.</summary>
    private string FilesSpelling(string city) => _cities.GetValueOrDefault(city)
        ?? (city.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var country ? _cities.GetValueOrDefault(city[..country]) : null)
        ?? city;

    private async ValueTask<IReadOnlyList<string>?> RankAsync(string userId, IReadOnlyList<string>? listings)
    {
        if (listings is null)
        {
            return null;
        }

        // Properties that fit equally well keep the given order, which must not depend on the place of the booked one. An id that
        // no booking can have is not offered; it counts as last.
        PropertyCandidate[] candidates =
        [
            .. listings.Where(id => !string.IsNullOrWhiteSpace(id) && id.Length <= MaxIdLength).Order(StringComparer.Ordinal).Select(id => _data.Listings.GetValueOrDefault(id) ?? new PropertyCandidate { PropertyId = id }),
        ];
        var ranked = await _memory.RankPropertiesAsync(userId, candidates);
        return [.. ranked.Select(property => property.Property.PropertyId)];
    }

    /// <summary>
    /// Moves through the replayed day, one step for each stay, and never back.
    /// </summary>
    private sealed class ReplayClock : TimeProvider
    {
        private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void MoveTo(DateOnly day)
        {
            var morning = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            _now = morning > _now ? morning : _now + Step;
        }
    }
}
