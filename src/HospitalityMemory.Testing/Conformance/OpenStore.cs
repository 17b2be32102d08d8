namespace HospitalityMemory.Testing;

/// <summary>Opens a store for a conformance case, which calls it once or several times.</summary>
/// <typeparam name="TStore">The contract, such as <c>ISessionStore</c>.</typeparam>
/// <param name="place">
/// Where the store keeps its data: 16 lower-case letters and digits, another one for each run of a case. All stores that are opened at
/// one place share what lies beneath, such as a file, a database or a prefix of keys. It is empty at first.
/// </param>
/// <param name="application">
/// The application whose data the store keeps, as <see cref="HospitalityMemoryOptions.Application"/> names it. Stores of two applications
/// at one place must not see each other's data.
/// </param>
/// <param name="cancellationToken">Cancels the run of the case.</param>
/// <returns>A new store. The case disposes of it when it has ended.</returns>
public delegate ValueTask<TStore> OpenStore<TStore>(string place, string application, CancellationToken cancellationToken);
