namespace HospitalityMemory.Testing;

/// <summary>
/// One thing that a store must do. A test framework runs each case as a test: its name is the test's, and where the store does
/// something else, <see cref="RunAsync"/> throws. Immutable and thread safe.
/// </summary>
public sealed class ConformanceCase
{
    private readonly Func<CancellationToken, Task> _run;

    internal ConformanceCase(string name, Func<CancellationToken, Task> run) => (Name, _run) = (name, run);

    /// <summary>What the store must do, in words, such as <c>Lifetime: Every write extends the lifetime</c>. No two cases of a contract have one name.</summary>
    public string Name { get; }

    /// <summary>Runs the case, on a new and empty place. A case can be run again, and beside others.</summary>
    /// <param name="cancellationToken">Is handed to the store's calls.</param>
    /// <returns>The work: a task, which every test framework awaits where a test returns it.</returns>
    /// <exception cref="ConformanceException">The store did something else.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <remarks>
    /// What the function that opens the store throws is thrown as it is, so that it can skip a test in the way of its framework,
    /// where a server is missing.
    /// </remarks>
    public Task RunAsync(CancellationToken cancellationToken = default) => _run(cancellationToken);

    /// <summary>The name, which test frameworks show.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
