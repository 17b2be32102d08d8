using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>A command as the parser knows it. The host, and with it the store, is made once the options are known.</summary>
/// <typeparam name="TCommand">The command's work.</typeparam>
/// <typeparam name="TSettings">The command's arguments and options.</typeparam>
internal sealed class CommandOf<TCommand, TSettings>(SampleHost host) : AsyncCommand<TSettings>
    where TCommand : class, ISampleCommand<TSettings>
    where TSettings : StoreSettings
{
    public override Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken) =>
        host.RunAsync<TCommand, TSettings>(settings, cancellationToken);
}
