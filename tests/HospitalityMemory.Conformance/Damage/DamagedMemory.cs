using System.Diagnostics.Metrics;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Conformance;

/// <summary>A memory over stores with damaged data, and the metrics that it records.</summary>
public sealed class DamagedMemory : IAsyncDisposable
{
    public const string Key = "a key of the tests";

    private readonly ServiceProvider _provider;
    private readonly MeterListener _listener = new();
    private readonly List<string> _counted = [];

    public DamagedMemory(Func<IProfileStore>? profiles = null, Func<ISessionStore>? sessions = null, Action<HospitalityMemoryOptions>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddHospitalityMemory(options =>
        {
            options.Application = "inn";
            options.DiagnosticsKey = Key;
            options.LongTerm.Timeout = options.ShortTerm.Timeout = Timeout.InfiniteTimeSpan;
            configure?.Invoke(options);
        });
        if (profiles is not null)
        {
            builder.UseProfileStore(_ => profiles());
        }

        if (sessions is not null)
        {
            builder.UseSessionStore(_ => sessions());
        }

        _provider = services.BuildServiceProvider();
        var instruments = _provider.GetRequiredService<MemoryInstruments>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument, instruments.Unreadable))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) =>
        {
            lock (_counted)
            {
                _counted.Add(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")));
            }
        });
        _listener.Start();
    }

    /// <summary>The tags of each unreadable piece of data that was counted.</summary>
    public IReadOnlyList<string> Counted => _counted;

    public ILongTermMemory LongTerm => _provider.GetRequiredService<ILongTermMemory>();

    public IShortTermMemory ShortTerm => _provider.GetRequiredService<IShortTermMemory>();

    public IGuestMemory Guests => _provider.GetRequiredService<IGuestMemory>();

    public IMemoryAdministration Administration => _provider.GetRequiredService<IMemoryAdministration>();

    public IProfileStore Profiles => _provider.GetRequiredService<IProfileStore>();

    public ISessionStore Sessions => _provider.GetRequiredService<ISessionStore>();

    public string HashOf(string id) => _provider.GetRequiredService<MemoryDiagnostics>().HashOf(id);

    /// <summary>Requires that a call throws this error, and that the error says where the data is and contains no id.</summary>
    public async Task<TException> ThrowsAsync<TException>(Func<Task> call, string store, StoredDataKind kind, string id, params string[] secrets)
        where TException : UnreadableDataException
    {
        var error = await Assert.ThrowsAsync<TException>(call);
        Assert.Equal((store, "inn", kind, HashOf(id)), (error.Store, error.Application, error.Kind, error.Key));
        Assert.Contains(HashOf(id), error.Message, StringComparison.Ordinal);
        foreach (var secret in (string[])[id, .. secrets])
        {
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        }

        return error;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _provider.DisposeAsync();
    }
}
