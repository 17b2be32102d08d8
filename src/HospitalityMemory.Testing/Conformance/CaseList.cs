using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>The cases of a contract: the methods of some classes that bear a <see cref="CaseAttribute"/>.</summary>
/// <param name="contract">What the contract's stores are called, within a sentence.</param>
internal sealed class CaseList<TStore>(string contract)
    where TStore : class
{
    private readonly List<(string Name, Func<CaseRun<TStore>, Task> Play)> _cases = [];

    /// <summary>Adds the cases of a class.</summary>
    /// <param name="subject">What they are about.</param>
    /// <param name="create">Makes an instance for a run.</param>
    public CaseList<TStore> Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] TCases>(
        string subject, Func<CaseRun<TStore>, TCases> create)
        where TCases : StoreCases<TStore>
    {
        var cases =
            from method in typeof(TCases).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            from attribute in method.GetCustomAttributes<CaseAttribute>()
            select (NameOf(subject, method, attribute), (Func<CaseRun<TStore>, Task>)(run =>
                (Task)method.Invoke(create(run), BindingFlags.DoNotWrapExceptions, binder: null, [.. attribute.Arguments], culture: null)!));
        _cases.AddRange(cases);
        return this;
    }

    public IReadOnlyList<ConformanceCase> For(OpenStore<TStore> open, ConformanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. _cases.Select(one => new ConformanceCase(
                // Runs on the thread pool, so the test framework's synchronization context does not matter.
                one.Name, token => Task.Run(() => RunAsync(one.Name, one.Play, new(open, options), token), token))),
        ];
    }

    private static string NameOf(string subject, MethodInfo method, CaseAttribute attribute)
    {
        var sentence = method.Name.Replace('_', ' ');
        return attribute.Arguments is []
            ? $"{subject}: {sentence}"
            : $"{subject}: {sentence} ({string.Join(", ", attribute.Arguments.Select(Shown.Of))})";
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a store throws, the case has failed.")]
    private async Task RunAsync(string name, Func<CaseRun<TStore>, Task> play, CaseRun<TStore> run, CancellationToken cancellationToken)
    {
        CaseToken.Set(cancellationToken);
        ExceptionDispatchInfo? failure = null;
        try
        {
            await play(run).ConfigureAwait(false);
        }
        catch (StoreNotOpenedException exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception.InnerException!);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(Failed(name, exception));
        }

        try
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The first failure says more than one of disposing.
            failure ??= ExceptionDispatchInfo.Capture(Failed(name, exception));
        }

        failure?.Throw();
    }

    private ConformanceException Failed(string name, Exception exception)
    {
        var head = $"The {contract} does not conform in the case '{name}'.";
        var check = Causes(exception).OfType<CheckException>().LastOrDefault();
        var (expected, actual) = check is null ? ("no error", $"{exception.GetType().Name}: {exception.Message}") : (check.Expected, check.Actual);
        var what = check is null ? "" : $"\nChecked:  {check.What}";

        // A check within a random history: its message tells the steps.
        var history = check is null || ReferenceEquals(check, exception) ? "" : $"\n{exception.Message}";
        return new(name, expected, actual, $"{head}{what}\nExpected: {expected}\nActual:   {actual}{history}", exception);
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
