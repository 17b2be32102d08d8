using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>
/// Learns from the client's log that a server refused the user or the password. The client raises an event only for the first failure of a
/// connection, and names only that failure as the cause of later errors. A connection that was first cut and then refused would always be
/// reported as out of reach. Thread safe.
/// </summary>
/// <param name="next">The log that the host gave to the client; null for none.</param>
internal sealed class RefusalListener(ILoggerFactory? next) : ILoggerFactory
{
    private volatile bool _isRefused;

    /// <summary>Whether a server refused the user or the password, and no connection was made since.</summary>
    public bool IsRefused => _isRefused;

    public static bool IsRefusal(Exception? cause)
    {
        while (cause is not null and not RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure })
        {
            cause = cause.InnerException;
        }

        return cause is not null;
    }

    /// <summary>Called when a connection was made: nothing is refused any more.</summary>
    public void Forget() => _isRefused = false;

    public ILogger CreateLogger(string categoryName) => new Listener(this, next?.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => next?.AddProvider(provider);

    public void Dispose()
    {
        // The host's log is the host's to dispose of.
    }

    private sealed class Listener(RefusalListener owner, ILogger? next) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => next?.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || next?.IsEnabled(logLevel) is true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsRefusal(exception))
            {
                owner._isRefused = true;
            }

            if (next?.IsEnabled(logLevel) is true)
            {
                next.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
