using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>Profiles in Firestore, and all documents with their names.</summary>
internal sealed class RawDocuments(string host) : IRawStores
{
    private static readonly HttpClient Http = new();

    private readonly TestStore _store = new(host, application: "inn");

    public void Use(IHospitalityMemoryBuilder builder) => builder.UseProfileStore(_ => _store.Store);

    public async Task<IReadOnlyList<byte[]>> DumpAsync()
    {
        var contents = new List<byte[]>();
        foreach (var collection in (string[])["users", "bookings"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}/{_store.Paths.DocumentsUrl}:runQuery");
            request.Headers.Authorization = new("Bearer", "owner");
            request.Content = JsonContent.Create(new { structuredQuery = new { from = new[] { new { collectionId = collection, allDescendants = true } } } });
            using var response = await Http.SendAsync(request);
            foreach (var part in (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray())
            {
                if (part.TryGetProperty("document", out var document))
                {
                    // The names hold the ids in base64url.
                    var ids = document.GetProperty("name").GetString()!.Split('/').Where(segment => segment.StartsWith("id-", StringComparison.Ordinal)).Select(FirestoreNames.DecodeId);
                    contents.Add(Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<JsonElement>(document.GetRawText()).GetRawText() + string.Join(' ', ids)));
                }
            }
        }

        return contents;
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }
}
