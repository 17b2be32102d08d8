namespace HospitalityMemory.ConsoleSample.Commands;

/// <summary>What follows a command's name: operands, and options with a value (<c>--user ID</c> or <c>--user=ID</c>).</summary>
internal sealed class CommandArguments(IReadOnlyList<string> arguments)
{
    private readonly List<string> _rest = [.. arguments];

    /// <summary>Takes an option out of the arguments.</summary>
    /// <returns>Its value; null where it was not given.</returns>
    public string? TakeOption(string name)
    {
        var index = _rest.FindIndex(argument => argument == name || argument.StartsWith(name + "=", StringComparison.Ordinal));
        if (index < 0)
        {
            return null;
        }

        var argument = _rest[index];
        _rest.RemoveAt(index);
        if (argument != name)
        {
            return NotEmpty(name, argument[(name.Length + 1)..]);
        }

        if (index == _rest.Count || IsOption(_rest[index]))
        {
            throw UserErrorException.Usage($"{name} needs a value.");
        }

        var value = _rest[index];
        _rest.RemoveAt(index);
        return NotEmpty(name, value);
    }

    /// <summary>Takes an option that may be given again out of the arguments.</summary>
    /// <returns>Its values, in their order.</returns>
    public IReadOnlyList<string> TakeOptions(string name)
    {
        var values = new List<string>();
        while (TakeOption(name) is { } value)
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>Takes an option without a value out of the arguments.</summary>
    /// <returns>Whether it was given.</returns>
    public bool TakeFlag(string name) => _rest.Remove(name);

    /// <summary>Takes all that is left.</summary>
    public string[] TakeRest()
    {
        string[] rest = [.. _rest];
        _rest.Clear();
        return rest;
    }

    /// <summary>Takes the next operand out of the arguments.</summary>
    public string TakeOperand(string name)
    {
        var index = _rest.FindIndex(argument => !IsOption(argument));
        if (index < 0)
        {
            throw UserErrorException.Usage($"{name} is missing.");
        }

        var operand = _rest[index];
        _rest.RemoveAt(index);
        return NotEmpty(name, operand);
    }

    /// <summary>Call it when everything known is taken: what is left is a mistake.</summary>
    public void ExpectNoMore()
    {
        if (_rest is [var first, ..])
        {
            throw UserErrorException.Usage(
                IsOption(first) ? $"{first} is no option here, or was given twice." : $"\"{first}\" is one argument too many.");
        }
    }

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    private static string NotEmpty(string name, string value) =>
        string.IsNullOrWhiteSpace(value) ? throw UserErrorException.Usage($"{name} is empty.") : value;
}
