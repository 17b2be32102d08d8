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
/// Hears all that a process says of what it does: logs at level Trace, every meter, every activity of every source, and every exception
/// that is thrown, caught or not. Notes what has the planted text.
/// </summary>
public sealed class Eavesdropper : ILoggerProvider
{
    /// <summary>An exception handler that runs into an exception would hear itself.</summary>
    [ThreadStatic]
    private static bool _isListening;

    private readonly Planted _planted;
    private readonly ConcurrentQueue<string> _leaks = [];
    private readonly ConcurrentDictionary<string, int> _heard = new(StringComparer.Ordinal);
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    /// <summary>Begins to listen.</summary>
    /// <param name="planted">What must not be heard.</param>
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

    /// <summary>What was heard of the planted text: where, and the words around it.</summary>
    public IReadOnlyCollection<string> Leaks => [.. _leaks.Distinct(StringComparer.Ordinal)];

    /// <summary>Errors that a part of the host's own throws, with whatever it likes to say.</summary>
    public Func<Exception, bool> IsHosts { get; init; } = static exception => exception is HostsOwnException;

    /// <summary>How much was heard: by <c>log</c>, <c>metric</c>, <c>activity</c> and <c>exception</c>.</summary>
    /// <param name="channel">Where.</param>
    public int Heard(string channel) => _heard.GetValueOrDefault(channel);

    /// <summary>Notes what a caller got, with its causes, as a host writes it down.</summary>
    public void Caught(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is not HostsOwnException)
        {
            Note("caught", exception.ToString());
        }
    }

    /// <summary>Notes a text that came out somewhere else.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="text">The text.</param>
    public void Note(string channel, string? text)
    {
        _heard.AddOrUpdate(channel, 1, static (_, count) => count + 1);
        if (_planted.IsIn(text))
        {
            _leaks.Enqueue($"{channel}: {(text!.Length > 600 ? text[..600] : text)}");
        }
    }

    /// <summary>Reads the gauges, which tell nothing by themselves.</summary>
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
            // Without the causes: they were thrown too, or are the host's.
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
    /// What a reader of .NET says of broken data to the library is heard by nobody, unless the library passes it on: then it is heard
    /// as what was caught, or in a log.
    /// </summary>
    private static bool IsOfReader(Exception exception) => exception is FormatException || exception.GetType().Assembly == typeof(JsonException).Assembly;

    /// <summary>A test that fails says what it found, this text too.</summary>
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

/// <summary>What a host's own code throws, with whatever it likes to say. It is the host's own word where it throws it.</summary>
public sealed class HostsOwnException : Exception
{
    /// <inheritdoc/>
    public HostsOwnException(string message)
        : base(message)
    {
    }
}
