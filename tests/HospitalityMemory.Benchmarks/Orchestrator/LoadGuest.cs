using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace HospitalityMemory.Benchmarks.Orchestrator;

/// <summary>
/// A guest who plans a stay, books, comes back and looks at what is remembered. Each guest has a unique city and wish, which show
/// when one guest sees another's data.
/// </summary>
internal sealed class LoadGuest
{
    private static readonly string[] Cities = ["Lisbon", "Porto", "Rome", "Vienna", "Berlin", "Athens", "Dublin", "Prague"];

    private readonly Uri _address;
    private readonly LoadTally _tally;
    private readonly string _city;
    private readonly string _wish;

    public LoadGuest(Uri address, int number, LoadTally tally)
    {
        (_address, _tally) = (address, tally);
        _city = Cities[number % Cities.Length];
        _wish = string.Create(CultureInfo.InvariantCulture, $"token{number}end");
    }

    /// <summary>Two conversations of five messages in all.</summary>
    public async Task ConverseAsync()
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = _address };
        try
        {
            using (var signedIn = await http.PostAsJsonAsync("/api/sign-in", new { name = _wish }))
            {
                signedIn.EnsureSuccessStatusCode();
            }

            string[] said = [$"I like {_wish}", $"{_city}, 12 to 15 May", "two of us", "the first one"];
            var (session, answers) = (default(string), new List<string>());
            foreach (var message in said)
            {
                (session, var answer) = await SayAsync(http, session, message);
                answers.Add(answer);
            }

            Check(answers[^1].Contains("It is booked", StringComparison.Ordinal) && answers[^1].Contains(_city, StringComparison.Ordinal), answers[^1]);
            _tally.Finished();

            var (second, greeting) = await SayAsync(http, null, "Hello!");
            Check(greeting.Contains(_wish, StringComparison.Ordinal) && greeting.Contains(_city, StringComparison.Ordinal), greeting);
            await LookAsync(http, session!, second!, said, answers);
            _tally.Finished();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException or InvalidOperationException)
        {
            _tally.Fail($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private async Task LookAsync(HttpClient http, string first, string second, string[] said, List<string> answers)
    {
        var sessions = (await http.GetFromJsonAsync<JsonElement>("/api/sessions")).EnumerateArray().Select(one => one.GetProperty("session_id").GetString()).ToHashSet();
        Check(sessions.SetEquals([first, second]), "sessions");
        var known = (await http.GetFromJsonAsync<JsonElement>("/api/guest")).GetProperty("wishes").EnumerateArray().Select(wish => wish.GetProperty("text").GetString());
        Check(known.SequenceEqual([_wish]), "wishes");
        var shown = (await http.GetFromJsonAsync<JsonElement>($"/api/sessions/{first}")).GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString());
        Check(shown.SequenceEqual(said.Zip(answers).SelectMany(pair => new[] { pair.First, pair.Second })), "messages");
    }

    private async Task<(string? Session, string Text)> SayAsync(HttpClient http, string? sessionId, string message)
    {
        var start = RealTime.Clock.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = JsonContent.Create(new { session_id = sessionId, message }) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        var (session, text) = (sessionId, "");
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            var data = JsonElement.Parse(item.Data);
            switch (item.EventType)
            {
                case "session":
                    session = data.GetProperty("session_id").GetString();
                    break;
                case "text":
                    text += data.GetProperty("text").GetString();
                    break;
                case "problem":
                    throw new InvalidOperationException(item.Data);
            }
        }

        _tally.Answered(RealTime.Clock.GetElapsedTime(start));
        return (session, text);
    }

    private void Check(bool isOwn, string what)
    {
        if (!isOwn)
        {
            _tally.MixUp($"{_wish} ({_city}) got {what}");
        }
    }
}
