namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>Something that this program does.</summary>
internal interface ICommand
{
    /// <summary>The word that asks for it on the command line.</summary>
    string Name { get; }

    /// <summary>What follows the name, such as <c>FILE [--user ID]</c>; empty where nothing does.</summary>
    string Syntax { get; }

    /// <summary>What it does, in a sentence or two of help.</summary>
    string Description { get; }

    Task RunAsync(CommandArguments arguments, CancellationToken cancellationToken);
}
