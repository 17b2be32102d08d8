using HospitalityMemory.Orchestrator;

// The words are English, so the numbers and months are too.
System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;

await OrchestratorHost.Build(args, configure: null).RunAsync();
