using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>A command as the command line's parser knows it. The host, and with it the store, is made when the options are known.</summary>
/// <typeparam name="TCommand">What is done.</typeparam>
/// <typeparam name="TSettings">What the command line says of it.</typeparam>
internal sealed class CommandOf<TCommand, TSettings>(SampleHost host) : AsyncCommand<TSettings>
    where TCommand : class, ISampleCommand<TSettings>
    where TSettings : StoreSettings
{
    public override Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken) =>
        host.RunAsync<TCommand, TSettings>(settings, cancellationToken);
}
