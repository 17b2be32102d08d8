// What the library costs. Run a Release build:
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- --quick [table ...]
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- scale
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- stores     (Stores/StoreFigures.cs)
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- import     (Stores/Guests/FileImportFigures.cs)
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- contention (Contention/ContentionReport.cs)
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- orchestrator (Orchestrator/OrchestratorLoad.cs)
// Anything else goes to BenchmarkDotNet, such as --filter '*' or --list flat.
using BenchmarkDotNet.Running;
using HospitalityMemory.Benchmarks;
using HospitalityMemory.Benchmarks.Contention;
using HospitalityMemory.Benchmarks.Orchestrator;
using HospitalityMemory.Benchmarks.Stores;

switch (args)
{
    case ["--quick", .. var tables]:
        return Quick.Run(tables);
    case ["scale"]:
        return ScaleReport.Run();
    case ["stores", .. var rest]:
        return await StoreFigures.RunAsync(rest);
    case ["import", .. var rest]:
        return await FileImportFigures.RunAsync(rest);
    case ["orchestrator", .. var rest]:
        return await OrchestratorLoad.RunAsync(rest);
    case ["contention", .. var rest]:
        return await ContentionReport.RunAsync(rest);
    case [ContentionProcess.Command, .. var rest]:
        return await ContentionProcess.RunWorkerAsync(rest);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly).Run(args);
        return 0;
}
