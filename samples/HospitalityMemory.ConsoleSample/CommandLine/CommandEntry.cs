using System.Reflection;
using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>A command of this program: what it is called, what the help says of it, and what it takes.</summary>
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

    /// <summary>What follows the name, in its order.</summary>
    public IReadOnlyList<CommandArgumentAttribute> Operands { get; }

    /// <summary>The options by their names, <c>--</c> included.</summary>
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

/// <summary>What an option takes.</summary>
/// <param name="TakesValue">Whether a value follows; otherwise it is there or not.</param>
/// <param name="MayRepeat">Whether it may be given again.</param>
internal readonly record struct OptionForm(bool TakesValue, bool MayRepeat)
{
    public static OptionForm Of(Type type) => new(type != typeof(bool), type.IsArray);
}
