// Figures of the stores, each beside what its database does bare. Run a Release build:
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- sqlite [folder]
using HospitalityMemory.Benchmarks;

switch (args)
{
    case ["sqlite", .. var rest]:
        await SqliteBenchmark.RunAsync(rest.FirstOrDefault() ?? Path.GetTempPath());
        return 0;
    default:
        Console.Error.WriteLine("What is to be measured? sqlite [folder]");
        return 2;
}
