using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>A store whose calls are complete when they return, and therefore need no time limit.</summary>
internal interface IAnswersAtOnce
{
    /// <summary>Whether they are. A store in front of another one returns that store's answer.</summary>
    bool AnswersAtOnce { get; }
}

/// <summary>
/// The time that one call of a memory may take, with everything that is tried inside it. A call that exceeds it or is cancelled
/// ends at once, without waiting for what the store still does.
/// </summary>
internal sealed class CallLimit
{
    private static readonly AsyncLocal<bool> Lifted = new();

    private readonly string _memory;
    private readonly string _setting;
    private readonly string _store;
    private readonly bool _answersAtOnce;

    /// <param name="memory">The memory's name, at the beginning of a sentence.</param>
    /// <param name="setting">The setting that the time comes from.</param>
    /// <param name="time">The time; infinite for no limit.</param>
    /// <param name="store">The name of the memory's store.</param>
    /// <param name="answersAtOnce">
    /// Whether the store answers at once. A call then takes time only if it waits for something else.
    /// </param>
    /// <param name="timeProvider">The clock.</param>
    public CallLimit(string memory, string setting, TimeSpan time, string store, bool answersAtOnce, TimeProvider timeProvider)
    {
        (_memory, _setting, _store, _answersAtOnce) = (memory, setting, store, answersAtOnce);
        (Time, TimeProvider) = (time, timeProvider);
    }

    /// <summary>The limit of the calls of short-term memory.</summary>
    public static CallLimit Of(ISessionStore store, ShortTermMemoryOptions options, TimeProvider timeProvider) =>
        new("Short-term memory", "ShortTerm.Timeout", options.Timeout, store.Name, store is IAnswersAtOnce { AnswersAtOnce: true }, timeProvider);

    /// <summary>The limit of the calls of long-term memory.</summary>
    public static CallLimit Of(IProfileStore store, LongTermMemoryOptions options, TimeProvider timeProvider) =>
        new("Long-term memory", "LongTerm.Timeout", options.Timeout, store.Name, store is IAnswersAtOnce { AnswersAtOnce: true }, timeProvider);

    /// <summary>
    /// Whether a call may be made first and its result handed to <see cref="Watch"/>, which saves noticeable time in a call as
    /// short as a read. The result is then complete, unless the call waits for something other than the store.
    /// </summary>
    public bool AnswersAtOnce => _answersAtOnce;

    public TimeSpan Time { get; }

    public TimeProvider TimeProvider { get; }

    /// <summary>The same limit with another time.</summary>
    public CallLimit With(TimeSpan time) => new(_memory, _setting, time, _store, _answersAtOnce, TimeProvider);

    /// <summary>
    /// Lifts all limits for the rest of the asynchronous method that calls this, and for everything that it calls. The work of
    /// operators may take as long as it needs.
    /// </summary>
    public static void Lift() => Lifted.Value = true;

    public bool IsOver(TimeSpan elapsed) => Time != Timeout.InfiniteTimeSpan && elapsed >= Time;

    public MemoryUnavailableException Error() => new(FormattableString.Invariant(
        $"{_memory} did not finish a call within {Time} ({_setting}); its store is '{_store}'. A write that was not finished may still be carried out."));

    /// <summary>Makes a call within the limit.</summary>
    /// <param name="arguments">
    /// The call's arguments. They are handed through, and <paramref name="call"/> need not capture anything.
    /// </param>
    /// <param name="call">The call; its token is cancelled when the time is up.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <exception cref="MemoryUnavailableException">The time was up first.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled first.</exception>
    public ValueTask<TResult> RunAsync<TArguments, TResult>(
        TArguments arguments, Func<TArguments, CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        if (!_answersAtOnce)
        {
            return Lifted.Value ? call(arguments, cancellationToken) : RunLimitedAsync(arguments, call, cancellationToken);
        }

        return Watch(call(arguments, cancellationToken), cancellationToken);
    }

    /// <summary>Limits the rest of a call that has begun, for a store that answers at once.</summary>
    public ValueTask<TResult> Watch<TResult>(ValueTask<TResult> answer, CancellationToken cancellationToken) =>
        // An incomplete call waits for its turn, or for code of the host's that is part of the call.
        answer.IsCompleted || Lifted.Value ? answer : AwaitAsync(answer, Begin(cancellationToken));

    /// <summary>Makes a call without a result.</summary>
    /// <inheritdoc cref="RunAsync{TArguments, TResult}" path="/param"/>
    /// <inheritdoc cref="RunAsync{TArguments, TResult}" path="/exception"/>
    public async ValueTask RunAsync<TArguments>(
        TArguments arguments, Func<TArguments, CancellationToken, ValueTask> call, CancellationToken cancellationToken) =>
        await RunAsync(
            (arguments, call),
            static async (given, token) =>
            {
                await given.call(given.arguments, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is the task's.")]
    private ValueTask<TResult> RunLimitedAsync<TArguments, TResult>(
        TArguments arguments, Func<TArguments, CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        var running = Begin(cancellationToken);
        ValueTask<TResult> answer;
        try
        {
            answer = call(arguments, running.Token);
        }
        catch (Exception exception)
        {
            answer = ValueTask.FromException<TResult>(exception);
        }

        if (!answer.IsCompletedSuccessfully)
        {
            return AwaitAsync(answer, running);
        }

        running.Dispose();
        return new(answer.Result);
    }

    /// <summary>
    /// Ends with the answer, the caller's cancellation or the limit. It does not rely on the store heeding its token.
    /// </summary>
    private async ValueTask<TResult> AwaitAsync<TResult>(ValueTask<TResult> answer, Running running)
    {
        var task = answer.AsTask();
        try
        {
            return await task.WaitAsync(running.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (running.Token.IsCancellationRequested)
        {
            Observe(task);

            // The thread that cancels must not run the code that follows this call.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            throw running.Callers.IsCancellationRequested
                ? new OperationCanceledException(exception.Message, exception, running.Callers)
                : Error();
        }
        finally
        {
            running.Dispose();
        }
    }

    private Running Begin(CancellationToken cancellationToken)
    {
        var source = new CancellationTokenSource(Time, TimeProvider);
        var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        return new(source, registration, cancellationToken);
    }

    /// <summary>
    /// Observes the exception of a call that nobody waits for any more; it would be reported as unobserved otherwise.
    /// </summary>
    private static void Observe(Task task) => task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>A running call, which the limit or its caller cancels.</summary>
    private readonly struct Running(CancellationTokenSource source, CancellationTokenRegistration registration, CancellationToken callers)
    {
        public CancellationToken Token { get; } = source.Token;

        public CancellationToken Callers => callers;

        public void Dispose()
        {
            // The registration's Dispose would wait for a cancellation that is under way.
            registration.Unregister();
            source.Dispose();
        }
    }
}
