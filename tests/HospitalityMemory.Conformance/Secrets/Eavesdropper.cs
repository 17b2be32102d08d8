using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Conformance.Secrets;

/// <summary>
/// Records everything that a process reveals: logs at level Trace, every meter, every activity of every source, and every
/// exception that is thrown, caught or not. It notes what contains the planted text.
/// </summary>
public sealed class Eavesdropper : ILoggerProvider
{
    /// <summary>Prevents recursion: an exception within the exception handler would be reported to it again.</summary>
    [ThreadStatic]
    private static bool _isListening;

    private readonly Planted _planted;
    private readonly ConcurrentQueue<string> _leaks = [];
    private readonly ConcurrentDictionary<string, int> _heard = new(StringComparer.Ordinal);
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    /// <summary>Begins to listen.</summary>
    /// <param name="planted">The text that must not appear.</param>
    public Eavesdropper(Planted planted)
    {
        _planted = planted;
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.Start();
        _activities = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_activities);
        AppDomain.CurrentDomain.FirstChanceException += Hear;
    }

    /// <summary>Where the planted text appeared, with the words around it.</summary>
    public IReadOnlyCollection<string> Leaks => [.. _leaks.Distinct(StringComparer.Ordinal)];

    /// <summary>Whether an error comes from the host's own code, which may say anything.</summary>
    public Func<Exception, bool> IsHosts { get; init; } = static exception => exception is HostsOwnException;

    /// <summary>How many items were recorded, by <c>log</c>, <c>metric</c>, <c>activity</c> and <c>exception</c>.</summary>
    /// <param name="channel">The channel.</param>
    public int Heard(string channel) => _heard.GetValueOrDefault(channel);

    /// <summary>Notes an exception that a caller got, with its causes, in the form in which a host writes it.</summary>
    public void Caught(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is not HostsOwnException)
        {
            Note("caught", exception.ToString());
        }
    }

    /// <summary>Notes a text from any other channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="text">The text.</param>
    public void Note(string channel, string? text)
    {
        _heard.AddOrUpdate(channel, 1, static (_, count) => count + 1);
        if (_planted.IsIn(text))
        {
            _leaks.Enqueue($"{channel}: {(text!.Length > 600 ? text[..600] : text)}");
        }
    }

    /// <summary>Reads the gauges, which report only when read.</summary>
    public void ReadGauges() => _meters.RecordObservableInstruments();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Hear;
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder($"{instrument.Meter.Name} {instrument.Name} {instrument.Description} {value}");
        foreach (var (name, tag) in tags)
        {
            text.Append(' ').Append(name).Append('=').Append(tag);
        }

        Note("metric", text.ToString());
    }

    private void Hear(Activity activity)
    {
        var tags = activity.TagObjects
            .Concat(activity.Events.SelectMany(one => one.Tags.Append(new("event", one.Name))))
            .Concat(activity.Links.SelectMany(link => link.Tags ?? []))
            .Concat(activity.Baggage.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
        Note(
            "activity",
            $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString} {string.Join(' ', tags)}");
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever an exception says of itself must not end who threw it.")]
    private void Hear(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (_isListening || IsHosts(thrown.Exception) || IsOfTests(thrown.Exception) || IsOfReader(thrown.Exception))
        {
            return;
        }

        _isListening = true;
        try
        {
            // Without the causes: those were thrown themselves, or are the host's.
            Note("exception", $"{thrown.Exception.GetType()} {thrown.Exception.Message}");
        }
        catch (Exception)
        {
            Note("exception", thrown.Exception.GetType().Name);
        }
        finally
        {
            _isListening = false;
        }
    }

    /// <summary>
    /// What a .NET reader says to the library about broken data reaches nobody unless the library passes it on. In that case it
    /// is found in what was caught, or in a log.
    /// </summary>
    private static bool IsOfReader(Exception exception) => exception is FormatException || exception.GetType().Assembly == typeof(JsonException).Assembly;

    /// <summary>A failing test reports what it found, including this text.</summary>
    private static bool IsOfTests(Exception exception) => exception.GetType().Namespace?.StartsWith("Xunit", StringComparison.Ordinal) is true;

    private sealed class Lines(Eavesdropper ears, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            ears.Note("log", $"{category} scope: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
            ears.Note("log", $"{category} {eventId} {formatter(state, exception)} {values} {exception}");
        }
    }
}

/// <summary>An exception of the host's own code, which may say anything. The host is responsible where it throws it.</summary>
public sealed class HostsOwnException : Exception
{
    /// <inheritdoc/>
    public HostsOwnException(string message)
        : base(message)
    {
    }
}
