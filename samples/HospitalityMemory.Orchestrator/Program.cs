using System.Globalization;
using HospitalityMemory.Orchestrator;
using HospitalityMemory.Orchestrator.Catalogue;

// The words are English, so the numbers and months are too.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is ["catalogue"])
{
    // How Catalogue/properties.csv was made.
    Console.Write(CatalogueFile.Write(CatalogueRecipe.Make()));
    return;
}

await OrchestratorHost.Build(args, configure: null).RunAsync();
