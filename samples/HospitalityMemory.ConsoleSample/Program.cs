using HospitalityMemory.ConsoleSample;

return await SampleHost.RunAsync(args, Terminal.Open(Console.Out), Terminal.Open(Console.Error));
