using System.Globalization;
using HospitalityMemory.Soak;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

if (SoakOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(SoakOptions.Usage);
    return 2;
}

var outcomes = new List<Outcome>();
foreach (var store in options.Stores)
{
    var run = new Run(store, options);
    outcomes.Add(await Screen.ShowAsync(run, options));
}

Screen.Show(outcomes);
return outcomes.All(outcome => outcome.IsGood) ? 0 : 1;
