// Run a Release build:
//   dotnet run -c Release --project tests/HospitalityMemory.Benchmarks -- stores     (Stores/StoreFigures.cs)
using HospitalityMemory.Benchmarks.Stores;

switch (args)
{
    case ["stores", .. var rest]:
        return await StoreFigures.RunAsync(rest);
    default:
        Console.Error.WriteLine($"What is to be measured? {StoreFigures.Usage}");
        return 2;
}
