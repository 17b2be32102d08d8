using System.Reflection;
using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>A command of this program: its name, its description in the help, and its arguments and options.</summary>
internal sealed class CommandEntry
{
    private readonly Func<IConfigurator, ICommandConfigurator> _add;

    private CommandEntry(string name, string description, string[][] examples, Type settings, Func<IConfigurator, ICommandConfigurator> add)
    {
        (Name, Description, Examples, _add) = (name, description, examples, add);
        var properties = settings.GetProperties();
        Operands = [.. properties.Select(property => property.GetCustomAttribute<CommandArgumentAttribute>()).OfType<CommandArgumentAttribute>().OrderBy(operand => operand.Position)];
        Options = properties
            .Select(property => (property.PropertyType, Option: property.GetCustomAttribute<CommandOptionAttribute>()))
            .Where(property => property.Option is not null)
            .ToDictionary(property => "--" + property.Option!.LongNames[0], property => OptionForm.Of(property.PropertyType), StringComparer.Ordinal);
    }

    public string Name { get; }

    public string Description { get; }

    /// <summary>Whole command lines, without the program's name.</summary>
    public IReadOnlyList<string[]> Examples { get; }

    /// <summary>The arguments after the name, in their order.</summary>
    public IReadOnlyList<CommandArgumentAttribute> Operands { get; }

    /// <summary>The options by their names, which include <c>--</c>.</summary>
    public IReadOnlyDictionary<string, OptionForm> Options { get; }

    public static CommandEntry Of<TCommand, TSettings>(string name, string description, params string[][] examples)
        where TCommand : class, ISampleCommand<TSettings>
        where TSettings : StoreSettings =>
        new(name, description, examples, typeof(TSettings), config => config.AddCommand<CommandOf<TCommand, TSettings>>(name));

    public void AddTo(IConfigurator config)
    {
        var command = _add(config).WithDescription(Description);
        foreach (var example in Examples)
        {
            command.WithExample(example);
        }
    }
}

/// <summary>The form of an option.</summary>
/// <param name="TakesValue">Whether a value follows the option.</param>
/// <param name="MayRepeat">Whether the option may be given more than once.</param>
internal readonly record struct OptionForm(bool TakesValue, bool MayRepeat)
{
    public static OptionForm Of(Type type) => new(type != typeof(bool), type.IsArray);
}
