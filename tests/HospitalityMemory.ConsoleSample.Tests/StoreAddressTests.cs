using System.Net;
using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.ConsoleSample.Storage;

namespace HospitalityMemory.ConsoleSample.Tests;

public sealed class StoreAddressTests
{
    [Fact]
    public void Memory_and_a_file_keep_both()
    {
        Assert.IsType<MemoryStore>(StoreAddress.Parse("memory"));
        Assert.Equal(Path.GetFullPath("guests.db"), Assert.IsType<SqliteStore>(StoreAddress.Parse("sqlite:guests.db")).Path);
        Assert.Equal(Path.GetFullPath("a b;c.db"), Assert.IsType<SqliteStore>(StoreAddress.Parse("sqlite:a b;c.db")).Path);
        var given = Assert.IsType<SqliteStore>(StoreAddress.Parse("sqlite:Data Source=guests.db;Default Timeout=7"));
        Assert.Equal(Path.GetFullPath("guests.db"), given.Path);
        Assert.Contains("Default Timeout=7", given.Connection);
    }

    [Theory]
    [InlineData("redis://localhost", "localhost", 6379, null, null, null, false)]
    [InlineData("redis://cache:6380/2", "cache", 6380, null, null, 2, false)]
    [InlineData("redis://:p%40ss@cache", "cache", 6379, null, "p@ss", null, false)]
    [InlineData("redis://ann:secret@cache/", "cache", 6379, "ann", "secret", null, false)]
    [InlineData("rediss://secret@cache", "cache", 6379, null, "secret", null, true)]
    [InlineData("redis:cache:6380,password=secret,ssl=true,defaultDatabase=3", "cache", 6380, null, "secret", 3, true)]
    public void Redis_is_a_URL_or_what_its_client_reads(string text, string host, int port, string? user, string? password, int? database, bool isSecure)
    {
        var store = Assert.IsType<RedisStore>(StoreAddress.Parse(text));

        var options = store.Options!;
        Assert.Equal(new DnsEndPoint(host, port), Assert.Single(options.EndPoints));
        Assert.Equal((user, password, database, isSecure), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
        Assert.Equal($"redis:{host}:{port}", store.Text);
        Assert.False(store.KeepsProfiles);
    }

    [Fact]
    public void Redis_alone_is_what_the_environment_says() => Assert.Null(Assert.IsType<RedisStore>(StoreAddress.Parse("redis:")).Options);

    [Theory]
    [InlineData("firestore:shop", "shop", null, null, null)]
    [InlineData("firestore:shop?database=guests&emulator=127.0.0.1:8080&quota=bills", "shop", "guests", "127.0.0.1:8080", "bills")]
    [InlineData("firestore:", null, null, null, null)]
    public void Firestore_is_a_project(string text, string? project, string? database, string? emulator, string? quota) =>
        Assert.Equal(new FirestoreStore(project, database, emulator, quota), StoreAddress.Parse(text));

    [Theory]
    [InlineData("", "--store is empty. A store is sqlite:FILE, redis://HOST:PORT, firestore:PROJECT or memory.")]
    [InlineData("mysql://root:secret@db", "--store mysql:... is no store. A store is sqlite:FILE, redis://HOST:PORT, firestore:PROJECT or memory.")]
    [InlineData("guests.db", "--store guests.db is no store. A store is sqlite:FILE, redis://HOST:PORT, firestore:PROJECT or memory.")]
    [InlineData("memory:x", "--store memory:... is no store. A store is sqlite:FILE, redis://HOST:PORT, firestore:PROJECT or memory.")]
    [InlineData("sqlite:", "--store sqlite: names no file. Say sqlite:FILE, such as sqlite:guests.db.")]
    [InlineData("redis://", "--store redis://... cannot be read. Say redis://USER:PASSWORD@HOST:PORT/DATABASE, of which only HOST is needed.")]
    [InlineData("redis://cache/first", "--store redis://.../first has no number of a database at its end, such as redis://HOST/1.")]
    [InlineData("redis:cache,password=secret,ssl=perhaps", "--store redis: cannot be read. Say redis:HOST:PORT,password=..., or redis://USER:PASSWORD@HOST:PORT/DATABASE.")]
    [InlineData("firestore:shop?db=guests", "--store firestore:shop?db=guests is not understood. Say firestore:PROJECT?database=ID&emulator=HOST:PORT&quota=PROJECT, each once; all but PROJECT may be left out.")]
    public void What_is_no_store_is_refused_with_what_is_one_and_without_a_password(string text, string message)
    {
        var error = Assert.Throws<UserErrorException>(() => StoreAddress.Parse(text));

        Assert.Equal((message, ExitCodes.Usage), (error.Message, error.ExitCode));
    }

    [Fact]
    public void Two_stores_share_the_work()
    {
        var stores = ChosenStores.Of(new StoreSettings { Stores = ["sqlite:guests.db", "redis://cache"] });

        Assert.IsType<SqliteStore>(stores.Profiles);
        Assert.IsType<RedisStore>(stores.Sessions);
        Assert.Null(stores.Note);
        Assert.IsType<FirestoreStore>(ChosenStores.Of(new StoreSettings { Stores = ["firestore:shop"], IsInMemory = true }).Profiles);
    }

    [Fact]
    public void What_a_store_does_not_keep_is_in_memory_and_that_is_told()
    {
        var stores = ChosenStores.Of(new StoreSettings { Stores = ["redis://:secret@cache"] });

        Assert.IsType<MemoryStore>(stores.Profiles);
        Assert.True(stores.AreProfilesForgotten);
        Assert.StartsWith("redis:cache:6379 does not keep profiles and bookings: they are gone at the end of this run.", stores.Note, StringComparison.Ordinal);
        Assert.StartsWith("firestore:shop does not keep sessions:", ChosenStores.Of(new StoreSettings { Stores = ["firestore:shop"] }).Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:a:6379 and redis:b:6379 both keep sessions.", "redis://a", "redis://b")]
    [InlineData("firestore:a and firestore:b both keep profiles.", "firestore:a", "firestore:b")]
    [InlineData("memory and memory both keep profiles and sessions.", "memory", "memory")]
    public void Two_stores_of_the_same_are_refused(string message, params string[] stores)
    {
        var error = Assert.Throws<UserErrorException>(() => ChosenStores.Of(new StoreSettings { Stores = stores }));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_in_words()
    {
        var run = await SampleRun.OfAsync("stats", "--store", "redis:127.0.0.1:1,connectTimeout=100,asyncTimeout=100", "--store", "memory");

        Assert.Equal((ExitCodes.Failure, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
    }
}
