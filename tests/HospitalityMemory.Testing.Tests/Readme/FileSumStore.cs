using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Testing.Tests.Readme;

// snippet
/// <summary>Keeps the sums of an application in a JSON file.</summary>
public sealed class FileSumStore : INamedSumStore, IDisposable
{
    private readonly string _file;
    private readonly SemaphoreSlim _gate = new(1);

    public FileSumStore(string folder, string application)
    {
        Directory.CreateDirectory(folder);

        // "blue", "Blue" and ".." are three applications, and on some disks no three file names.
        _file = Path.Combine(folder, Convert.ToHexString(Encoding.UTF8.GetBytes(application)) + ".json");
    }

    public string Name => "file";

    public ValueTask AddAsync(IReadOnlyList<NamedSum> additions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(additions);
        return new(WithSumsAsync(
            async sums =>
            {
                foreach (var (name, amount, guests) in additions)
                {
                    var before = sums.GetValueOrDefault(name);
                    sums[name] = new(name, before.Amount + amount, before.Guests + guests);
                }

                // A file that takes the old one's place: no crash leaves half of one.
                var kept = sums.Values.Where(sum => sum.Guests is not 0);
                await File.WriteAllTextAsync(_file + ".new", JsonSerializer.Serialize(kept), cancellationToken);
                File.Move(_file + ".new", _file, overwrite: true);
            },
            cancellationToken));
    }

    public async IAsyncEnumerable<NamedSum> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var sum in (await WithSumsAsync(_ => Task.CompletedTask, cancellationToken)).Values)
        {
            yield return sum;
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Dictionary<string, NamedSum>> WithSumsAsync(
        Func<Dictionary<string, NamedSum>, Task> use, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var json = File.Exists(_file) ? await File.ReadAllTextAsync(_file, cancellationToken) : "[]";
            var sums = JsonSerializer.Deserialize<List<NamedSum>>(json)!.ToDictionary(sum => sum.Name, StringComparer.Ordinal);
            await use(sums);
            return sums;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MemoryUnavailableException($"The file of sums, {_file}, is out of reach.", exception);
        }
        finally
        {
            _gate.Release();
        }
    }
}
// end of snippet
