// Figures of the stores, each beside what its database does bare. Run a Release build:
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- redis [connection string]
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- sqlite [folder]
using HospitalityMemory.Benchmarks;

switch (args)
{
    case ["redis", .. var rest]:
        await RedisBenchmark.RunAsync(rest.FirstOrDefault());
        return 0;
    case ["sqlite", .. var rest]:
        await SqliteBenchmark.RunAsync(rest.FirstOrDefault() ?? Path.GetTempPath());
        return 0;
    default:
        Console.Error.WriteLine("What is to be measured? redis [connection string], or sqlite [folder]");
        return 2;
}
