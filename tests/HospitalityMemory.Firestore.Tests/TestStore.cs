using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>A store over an HTTP handler that the test chooses; by default the network.</summary>
internal sealed class TestStore : IDisposable
{
    public const string FakeHost = "127.0.0.1:1";

    private readonly HttpMessageHandler _handler;

    public TestStore(
        string emulatorHost,
        HttpMessageHandler? handler = null,
        string? project = null,
        TimeProvider? timeProvider = null,
        Action<FirestoreProfileOptions>? configure = null,
        IFirestoreCredentials? credentials = null,
        ILogger? logger = null,
        string application = HospitalityMemoryOptions.DefaultApplication)
    {
        Options = new FirestoreProfileOptions
        {
            ProjectId = project ?? FirestoreEmulator.NewProject(),
            EmulatorHost = emulatorHost,
            InitialRetryDelay = TimeSpan.Zero,
            MaxRetryDelay = TimeSpan.Zero,
        };
        configure?.Invoke(Options);
        _handler = handler ?? new SocketsHttpHandler();
        Paths = new FirestorePaths(Options.ProjectId, Options.DatabaseId, application);
        var transport = new FirestoreTransport(
            new Clients(_handler),
            credentials ?? new EmulatorCredentials(),
            Options,
            timeProvider ?? new FakeTimeProvider(),
            logger ?? NullLogger.Instance);
        var client = new FirestoreClient(transport, Paths);
        Store = new FirestoreProfileStore(client, Paths);
        Sums = new FirestoreNamedSumStore(client, Paths, Options.SumShards, logger ?? NullLogger.Instance);
    }

    public FirestoreProfileOptions Options { get; }

    public FirestorePaths Paths { get; }

    public FirestoreProfileStore Store { get; }

    public FirestoreNamedSumStore Sums { get; }

    public void Dispose() => _handler.Dispose();

    private sealed class Clients(HttpMessageHandler handler) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
