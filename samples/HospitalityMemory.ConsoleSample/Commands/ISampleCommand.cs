using HospitalityMemory.ConsoleSample.CommandLine;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Something that this program does, made by the host's services.</summary>
/// <typeparam name="TSettings">What the command line says of it.</typeparam>
internal interface ISampleCommand<in TSettings>
    where TSettings : StoreSettings
{
    Task RunAsync(TSettings settings, CancellationToken cancellationToken);
}
