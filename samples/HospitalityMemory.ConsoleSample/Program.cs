using System.Text;
using HospitalityMemory.ConsoleSample;
using HospitalityMemory.ConsoleSample.CommandLine;

// The names of cities may be in any script.
Console.OutputEncoding = Encoding.UTF8;

return await SampleCommandLine.RunAsync(args, new SampleHost(Terminal.Open(Console.Out), Terminal.Open(Console.Error), configureServices: null));
