using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Data Source=:memory:", "in memory")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared", "in memory")]
    [InlineData("Mode=ReadWrite", "in memory or none")]
    [InlineData("Data Source=file:guests.db?mode=memory", "URI")]
    [InlineData("Data Source=guests.db;Mode=ReadOnly", "Mode=ReadOnly")]
    [InlineData("Data Source=guests.db;Cache=Shared", "Cache=Shared")]
    [InlineData("Data Source=guests.db;Colour=Blue", "colour")]
    [InlineData(" ", "connectionString")]
    public void A_connection_string_that_cannot_be_served_is_refused_where_it_is_given(string connectionString, string reason)
    {
        var builder = new ServiceCollection().AddHospitalityMemory();

        var profiles = Assert.ThrowsAny<ArgumentException>(() => builder.UseSqliteProfiles(connectionString));
        var sessions = Assert.ThrowsAny<ArgumentException>(() => builder.UseSqliteSessions(connectionString));

        Assert.Contains(reason, profiles.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(profiles.Message, sessions.Message);
    }

    [Fact]
    public void Wrong_settings_are_all_named_with_what_is_allowed()
    {
        var builder = new ServiceCollection().AddHospitalityMemory();

        var error = Assert.Throws<OptionsValidationException>(() => builder.UseSqliteProfiles("Data Source=guests.db", options =>
        {
            options.BusyTimeout = TimeSpan.Zero;
            options.Synchronous = (SqliteSynchronous)7;
        }));

        Assert.Equal(
            [
                "SqliteStoreOptions.Synchronous is '7'; it must be Full or Normal.",
                "SqliteStoreOptions.BusyTimeout is '00:00:00'; it must be from 00:00:01 to 00:05:00.",
            ],
            error.Failures);
    }

    [Fact]
    public void The_file_is_the_one_that_the_path_meant_when_it_was_given()
    {
        var settings = SqliteSettings.Create("Data Source=guests.db", _ => { });

        Assert.Equal(Path.GetFullPath("guests.db"), settings.Path);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.BusyTimeout);
        Assert.Equal(SqliteSynchronous.Full, settings.Synchronous);
        Assert.Equal(
            Path.Combine(AppContext.BaseDirectory, "data", "guests.db"),
            SqliteSettings.Create("Data Source=|DataDirectory|data/guests.db", _ => { }).Path);
    }
}
