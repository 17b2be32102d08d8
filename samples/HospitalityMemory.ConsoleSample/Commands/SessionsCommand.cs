using System.Globalization;
using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Reports;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Lists open sessions: those of one guest, or those of all guests, which only an operator may see.</summary>
internal sealed class SessionsCommand(
    IShortTermMemory shortTerm, IMemoryAdministration administration, IAnsiConsole console, TimeProvider timeProvider) : ISampleCommand<SessionsSettings>
{
    public async Task RunAsync(SessionsSettings settings, CancellationToken cancellationToken)
    {
        if (!int.TryParse(settings.Max, NumberStyles.None, CultureInfo.InvariantCulture, out var max) || max < 1)
        {
            throw UserErrorException.Usage($"--max is {settings.Max}; it must be a number from 1 on.");
        }

        var (sessions, hasMore) = await ListAsync(settings.UserId, max, cancellationToken);
        if (settings.Json)
        {
            console.WriteJson(new { Sessions = sessions, HasMore = hasMore });
            return;
        }

        console.WriteHeading(settings.UserId is { } userId ? $"Open sessions of {userId}" : "Open sessions");
        console.WriteText(Words.Count(sessions.Count, "session") + (hasMore ? ", and there are more: --max COUNT lists them." : ""));
        if (sessions is not [])
        {
            console.Write(SessionTable.Of(sessions, timeProvider.GetUtcNow()));
        }
    }

    /// <summary>The sessions, the one that was used last first, and whether there are more.</summary>
    private async Task<(IReadOnlyList<SessionInfo> Sessions, bool HasMore)> ListAsync(string? userId, int max, CancellationToken cancellationToken)
    {
        // A page may be smaller than was asked for, and so several are read.
        var sessions = new List<SessionInfo>();
        string? after = null;
        do
        {
            var most = max - sessions.Count;
            var page = userId is null
                ? await administration.ListSessionsAsync(after, most, cancellationToken)
                : await shortTerm.ListUserSessionsAsync(userId, after, most, cancellationToken);
            sessions.AddRange(page.Sessions);
            after = page.Next;
        }
        while (after is not null && sessions.Count < max);

        return ([.. sessions.OrderByDescending(session => session.UpdatedAt).ThenBy(session => session.SessionId, StringComparer.Ordinal)], after is not null);
    }
}
