namespace HospitalityMemory.Firestore.Tests;

/// <summary>
/// Google's emulator: the one that FIRESTORE_EMULATOR_HOST names, else one that is started for the tests and stopped after them.
/// </summary>
public sealed class FirestoreEmulator : IAsyncLifetime
{
    private EmulatorProcess? _process;
    private string? _missing;

    /// <summary>Host and port. Skips the test where there is no emulator.</summary>
    public string Host
    {
        get
        {
            Skip.If(_missing is not null, _missing);
            return field;
        }
        private set;
    } = "";

    public int Port => int.Parse(Host.AsSpan(Host.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An empty project, which nobody has used.</summary>
    public static string NewProject() => $"test-{Guid.NewGuid():N}"[..20];

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST") is { Length: > 0 } host)
        {
            Host = host;
            return;
        }

        (_process, _missing) = await EmulatorProcess.StartAsync();
        Host = _process?.Host ?? "";
    }

    public Task DisposeAsync()
    {
        _process?.Dispose();
        return Task.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class UsesEmulator : ICollectionFixture<FirestoreEmulator>
{
    public const string Name = "Firestore emulator";
}
