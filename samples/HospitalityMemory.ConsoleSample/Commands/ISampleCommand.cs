using HospitalityMemory.ConsoleSample.CommandLine;

namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>A command of this program. The host's services construct it.</summary>
/// <typeparam name="TSettings">The command's arguments and options.</typeparam>
internal interface ISampleCommand<in TSettings>
    where TSettings : StoreSettings
{
    Task RunAsync(TSettings settings, CancellationToken cancellationToken);
}
