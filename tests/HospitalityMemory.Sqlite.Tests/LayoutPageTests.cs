using System.Text.RegularExpressions;
using HospitalityMemory.Testing.Conformance;
using HospitalityMemory.Tests;

namespace HospitalityMemory.Sqlite.Tests;

/// <summary>docs/sqlite-layout.md names the existing tables and their content.</summary>
public sealed partial class LayoutPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "sqlite-layout.md"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_names_every_table_and_no_other()
    {
        var tables = await TextsAsync("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");

        var named = Table().Matches(Page).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);
        Assert.Equal(tables.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("memory_sessions")]
    [InlineData("memory_messages")]
    [InlineData("memory_message_ids")]
    [InlineData("memory_waiting_messages")]
    [InlineData("memory_session_totals")]
    [InlineData("memory_profiles")]
    [InlineData("memory_sums")]
    public async Task The_page_names_every_column(string table)
    {
        var columns = await TextsAsync($"SELECT name FROM pragma_table_info('{table}')");

        Assert.NotEmpty(columns);
        Assert.All(columns, column => Assert.Contains($"`{column}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_query_of_the_page_shows_a_guest()
    {
        var query = Query().Match(Page).Groups["sql"].Value;

        var shown = await TextsAsync(query);

        Assert.Equal(["guest"], shown);
    }

    /// <summary>The first column of a query's result, in a file of all roles with one guest.</summary>
    private async Task<List<string>> TextsAsync(string query)
    {
        await ProfileSamples.CommitAsync(_folder.Profiles(), ProfileSamples.Profile("guest"));
        await _folder.Sessions().PingAsync(CancellationToken.None);
        await _folder.Sums().AddAsync([new("sum", 1, 1)], CancellationToken.None);
        await using var plain = _folder.Plain();
        await using var command = plain.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    [GeneratedRegex("`(?<name>memory_[a-z_]+)`")]
    private static partial Regex Table();

    [GeneratedRegex("""^    sqlite3 .* "(?<sql>SELECT .*)"$""", RegexOptions.Multiline)]
    private static partial Regex Query();
}
