// Figures of the stores, each beside what its database does bare. Run a Release build:
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- redis [connection string]
using HospitalityMemory.Benchmarks;

switch (args)
{
    case ["redis", .. var rest]:
        await RedisBenchmark.RunAsync(rest.FirstOrDefault());
        return 0;
    default:
        Console.Error.WriteLine("What is to be measured? redis [connection string]");
        return 2;
}
