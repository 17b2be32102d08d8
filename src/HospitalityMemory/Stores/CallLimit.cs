using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>A store that has answered every call before it returns, so that a call of it needs no time limit.</summary>
internal interface IAnswersAtOnce
{
    /// <summary>Whether it does; a store in front of another one says what that one says.</summary>
    bool AnswersAtOnce { get; }
}

/// <summary>
/// The time that one call of a memory may take, whatever is tried inside it. A call that is over it, or is cancelled, ends
/// at once; what the store makes of it then is not waited for.
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
    /// <param name="answersAtOnce">Whether a call only takes time where the store is not what it waits for.</param>
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
    /// Whether a call may be made first and handed to <see cref="Watch"/> then, which is felt in a call as short as a read: it has its
    /// answer by then, unless it waits for something else than the store.
    /// </summary>
    public bool AnswersAtOnce => _answersAtOnce;

    public TimeSpan Time { get; }

    public TimeProvider TimeProvider { get; }

    /// <summary>The same with another time.</summary>
    public CallLimit With(TimeSpan time) => new(_memory, _setting, time, _store, _answersAtOnce, TimeProvider);

    /// <summary>
    /// Lifts all limits for the rest of the asynchronous method that calls this, and for what that calls: the work of
    /// operators takes the time that it takes.
    /// </summary>
    public static void Lift() => Lifted.Value = true;

    public bool IsOver(TimeSpan elapsed) => Time != Timeout.InfiniteTimeSpan && elapsed >= Time;

    public MemoryUnavailableException Error() => new(FormattableString.Invariant(
        $"{_memory} did not finish a call within {Time} ({_setting}); its store is '{_store}'. A write that was not finished may still be carried out."));

    /// <summary>Makes a call.</summary>
    /// <param name="arguments">The call's arguments, handed through so that <paramref name="call"/> captures nothing.</param>
    /// <param name="call">The call; its token is cancelled when the time is up.</param>
    /// <param name="cancellationToken">The caller's.</param>
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

    /// <summary>Limits the rest of a call that was made already, of a store that answers at once.</summary>
    public ValueTask<TResult> Watch<TResult>(ValueTask<TResult> answer, CancellationToken cancellationToken) =>
        // What is not done by now waits for others, or for what the host made part of the call.
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

    /// <summary>Ends when the answer comes, or when the caller or the time says so: a store need not heed its token.</summary>
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

            // Whoever cancels does not run what the caller does next.
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

    /// <summary>What becomes of a call that nobody waits for any more is nobody's error.</summary>
    private static void Observe(Task task) => task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>A call that is running: cancelled by its time or by its caller.</summary>
    private readonly struct Running(CancellationTokenSource source, CancellationTokenRegistration registration, CancellationToken callers)
    {
        public CancellationToken Token { get; } = source.Token;

        public CancellationToken Callers => callers;

        public void Dispose()
        {
            // Not the registration's Dispose, which would wait for a cancellation that is under way.
            registration.Unregister();
            source.Dispose();
        }
    }
}
