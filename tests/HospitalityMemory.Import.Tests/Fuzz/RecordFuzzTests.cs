using CsCheck;
using HospitalityMemory.Conformance;
using HospitalityMemory.Import.Tests.Documents;

namespace HospitalityMemory.Import.Tests.Fuzz;

/// <summary>Broken profiles and sessions are reported as broken, and never as another error.</summary>
[Trait("Category", Fuzzing.Category)]
public sealed class RecordFuzzTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Profiles() => Fuzzing.BrokenJson(Gen.Int[0, 50].Select(seed => new PythonRecords(seed).NextProfile(1).Json)).Sample(
        json => Read(json, ProfileRecord.IdName, (record, problems) => ProfileRecord.Read(record, Now, problems) is not null), iter: Fuzzing.Iterations);

    [Fact]
    public void Sessions() => Fuzzing.BrokenJson(Gen.Int[0, 50].Select(seed => new PythonRecords(seed).NextSession(1).Json)).Sample(
        json => Read(json, SessionRecord.IdName, (record, problems) => SessionRecord.Read(record, Now, "EUR", problems) is not null), iter: Fuzzing.Iterations);

    private static void Read(byte[] json, string idName, Func<JsonRecord, List<RecordProblem>, bool> read)
    {
        Fuzzing.MayThrow(() => ReadAsync(json, idName, read).GetAwaiter().GetResult(), typeof(InvalidDataException));
    }

    private static async Task ReadAsync(byte[] json, string idName, Func<JsonRecord, List<RecordProblem>, bool> read)
    {
        await foreach (var record in JsonRecords.ReadAsync(new MemoryStream(json), idName, CancellationToken.None))
        {
            var problems = new List<RecordProblem>();
            if (record.Problem is null && !read(record, problems))
            {
                Assert.NotEmpty(problems);
            }
        }
    }
}
