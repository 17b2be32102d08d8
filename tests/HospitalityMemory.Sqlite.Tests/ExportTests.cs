using HospitalityMemory.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Sqlite.Tests;

public sealed class ExportTests : ExportConformance
{
    protected override IRawStores Create() => new Files();

    private sealed class Files : IRawStores
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hospitality-memory-");

        public void Use(IHospitalityMemoryBuilder builder)
        {
            var file = $"Data Source={Path.Combine(_folder.FullName, "guests.db")}";
            builder.UseSqliteProfiles(file).UseSqliteSessions(file);
        }

        public async Task<IReadOnlyList<byte[]>> DumpAsync()
        {
            var contents = new List<byte[]>();
            foreach (var file in _folder.GetFiles())
            {
                // The file is in use.
                await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var content = new MemoryStream();
                await stream.CopyToAsync(content);
                contents.Add(content.ToArray());
            }

            return contents;
        }

        public ValueTask DisposeAsync()
        {
            // The container is disposed before this. The system deletes a file that it left open once that is closed.
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
