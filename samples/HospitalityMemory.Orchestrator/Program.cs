using System.Globalization;
using HospitalityMemory.Orchestrator;
using HospitalityMemory.Orchestrator.Catalogue;

// The texts are English, and therefore the numbers and months are too.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is ["catalogue"])
{
    // Catalogue/properties.csv was made this way.
    Console.Write(CatalogueFile.Write(CatalogueRecipe.Make()));
    return;
}

await OrchestratorHost.Build(args, configure: null).RunAsync();
