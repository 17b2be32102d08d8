// What the library costs. Run a Release build:
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- --quick [table ...]
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- scale
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- redis [connection string]
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- sqlite [folder]
// Anything else goes to BenchmarkDotNet, such as --filter '*' or --list flat.
using BenchmarkDotNet.Running;
using HospitalityMemory.Benchmarks;

switch (args)
{
    case ["--quick", .. var tables]:
        return Quick.Run(tables);
    case ["scale"]:
        return ScaleReport.Run();
    case ["redis", .. var rest]:
        await RedisBenchmark.RunAsync(rest.FirstOrDefault());
        return 0;
    case ["sqlite", .. var rest]:
        await SqliteBenchmark.RunAsync(rest.FirstOrDefault() ?? Path.GetTempPath());
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
