using System.Security.Cryptography;
using System.Text.Json;

namespace HospitalityMemory.Firestore.Tests.Rest;

public sealed class CredentialsTests
{
    [Fact]
    public async Task The_functions_token_and_the_quota_project_go_with_every_request()
    {
        var calls = 0;
        var handler = new AnsweringHandler(AnsweringHandler.Error(503, "UNAVAILABLE"), AnsweringHandler.Nothing);
        using var store = Store(handler, _ => new($"token-{Interlocked.Increment(ref calls)}"), "billed-project");

        await store.Store.GetAsync("guest", CancellationToken.None);

        Assert.Equal("Bearer token-2", handler.Last!.Headers.Authorization!.ToString());
        Assert.Equal("billed-project", Assert.Single(handler.Last.Headers.GetValues("x-goog-user-project")));
        Assert.Equal("https", handler.Last.RequestUri!.Scheme);
        Assert.Equal("firestore.googleapis.com", handler.Last.RequestUri.Host);
    }

    [Fact]
    public async Task Without_a_quota_project_there_is_no_header()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Nothing);
        using var store = Store(handler, _ => new("token"), quotaProject: null);

        await store.Store.GetAsync("guest", CancellationToken.None);

        Assert.False(handler.Last!.Headers.Contains("x-goog-user-project"));
    }

    [Fact]
    public async Task The_emulator_is_told_that_its_owner_calls()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Nothing);
        using var store = new TestStore(TestStore.FakeHost, handler);

        await store.Store.GetAsync("guest", CancellationToken.None);

        Assert.Equal("Bearer owner", handler.Last!.Headers.Authorization!.ToString());
        Assert.Equal("http", handler.Last.RequestUri!.Scheme);
    }

    [Fact]
    public async Task A_function_that_fails_is_the_cause_of_the_error_and_nothing_is_sent()
    {
        var handler = new AnsweringHandler(AnsweringHandler.Nothing);
        using var store = Store(handler, _ => throw new InvalidOperationException("no key"), quotaProject: null);

        var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.PingAsync(CancellationToken.None));

        Assert.Equal("no key", exception.InnerException!.Message);
        Assert.Equal(0, handler.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\r\nX-Other: b")]
    [InlineData("tökën")]
    public async Task A_token_that_cannot_be_one_is_refused(string? token)
    {
        var handler = new AnsweringHandler(AnsweringHandler.Nothing);
        using var store = Store(handler, _ => new(token!), quotaProject: null);

        await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.PingAsync(CancellationToken.None));

        Assert.Equal(0, handler.Requests);
    }

    [Fact]
    public async Task A_function_that_does_not_heed_its_token_does_not_keep_the_caller()
    {
        using var source = new CancellationTokenSource();
        using var store = Store(
            new AnsweringHandler(AnsweringHandler.Nothing), _ => new(new TaskCompletionSource<string>().Task), quotaProject: null);

        var call = store.Store.PingAsync(source.Token).AsTask();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>
    /// The whole path of the application default credentials, except for Google's token server: the key file names another one.
    /// </summary>
    [Fact]
    public async Task Application_default_credentials_give_the_token_and_their_quota_project()
    {
        using var listener = new System.Net.HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var serving = ServeTokenAsync(listener);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        var before = Environment.GetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS");
        try
        {
            await File.WriteAllTextAsync(file, KeyFile($"http://127.0.0.1:{port}/token"));
            Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", file);
            var handler = new AnsweringHandler(AnsweringHandler.Nothing);
            using var store = new TestStore("", handler, credentials: new GoogleCredentials(quotaProject: null));

            await store.Store.PingAsync(CancellationToken.None);

            Assert.Equal("Bearer from-the-token-server", handler.Last!.Headers.Authorization!.ToString());
            Assert.Equal("quota-of-the-key", Assert.Single(handler.Last.Headers.GetValues("x-goog-user-project")));

            // The setting wins over the key file.
            using var billed = new TestStore("", handler, credentials: new GoogleCredentials("billed-project"));
            await billed.Store.PingAsync(CancellationToken.None);
            Assert.Equal("billed-project", Assert.Single(handler.Last.Headers.GetValues("x-goog-user-project")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", before);
            File.Delete(file);
            listener.Stop();
            await serving;
        }
    }

    [Fact]
    public async Task Without_application_default_credentials_the_error_says_how_to_get_them_and_the_next_call_looks_again()
    {
        var before = Environment.GetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS");
        try
        {
            Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", Path.Combine(Path.GetTempPath(), "there-is-no-such-key.json"));
            var handler = new AnsweringHandler(AnsweringHandler.Nothing);
            using var store = new TestStore("", handler, credentials: new GoogleCredentials(quotaProject: null));

            for (var call = 0; call < 2; call++)
            {
                var exception = await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.Store.PingAsync(CancellationToken.None));
                Assert.Contains("gcloud auth application-default login", exception.Message, StringComparison.Ordinal);
                Assert.NotNull(exception.InnerException);
            }

            Assert.Equal(0, handler.Requests);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS", before);
        }
    }

    private static TestStore Store(HttpMessageHandler handler, Func<CancellationToken, ValueTask<string>> accessToken, string? quotaProject) =>
        new("", handler, credentials: new AccessTokenCredentials(accessToken, quotaProject));

    private static async Task ServeTokenAsync(System.Net.HttpListener listener)
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(
                    """{"access_token":"from-the-token-server","expires_in":3600,"token_type":"Bearer"}"""u8.ToArray());
                context.Response.Close();
            }
            catch (Exception exception) when (exception is System.Net.HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// A service account's key, which can name a token server. A user's login, as gcloud leaves it, would always use Google's.
    /// </summary>
    private static string KeyFile(string tokenUri)
    {
        using var key = RSA.Create(2048);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "service_account");
            writer.WriteString("project_id", "some-project");
            writer.WriteString("private_key_id", "1");
            writer.WriteString("private_key", key.ExportPkcs8PrivateKeyPem());
            writer.WriteString("client_email", "tests@some-project.iam.gserviceaccount.com");
            writer.WriteString("client_id", "1");
            writer.WriteString("token_uri", tokenUri);
            writer.WriteString("quota_project_id", "quota-of-the-key");
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
