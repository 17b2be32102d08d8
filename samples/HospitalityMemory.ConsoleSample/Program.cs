using System.Text;
using HospitalityMemory.ConsoleSample;

// Names of cities are written in every script.
Console.OutputEncoding = Encoding.UTF8;

return await SampleHost.RunAsync(args, Terminal.Open(Console.Out), Terminal.Open(Console.Error));
