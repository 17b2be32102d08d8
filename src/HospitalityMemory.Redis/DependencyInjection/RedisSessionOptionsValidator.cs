using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Checks every setting, and names each wrong one with its value and what is allowed.</summary>
internal sealed class RedisSessionOptionsValidator : IValidateOptions<RedisSessionOptions>
{
    private const int MaxPrefixLength = 64;

    public ValidateOptionsResult Validate(string? name, RedisSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        var ofMemory = string.IsNullOrEmpty(name) ? "" : $" of the memory '{name}'";
        if (options.ConnectionString is { } connectionString && ProblemOf(connectionString) is { } problem)
        {
            // The failure shows neither the text nor the client's message, which repeats a part of it: the text may hold a password.
            failures.Add(
                $"{RedisSessionOptions.SectionName}:{nameof(options.ConnectionString)}{ofMemory} {problem}; it must be such as redis:6379,password=...,ssl=true (the value is not shown, as it may hold a password).");
        }

        if (options.KeyPrefix is not { Length: <= MaxPrefixLength } prefix
            || prefix.AsSpan().ContainsAny('{', '}')
            || prefix.Any(character => char.IsControl(character) || char.IsSurrogate(character)))
        {
            failures.Add(
                $"{RedisSessionOptions.SectionName}:{nameof(options.KeyPrefix)}{ofMemory} is '{options.KeyPrefix ?? "null"}'; it must be 0 to {MaxPrefixLength} characters without braces and control characters.");
        }

        return failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? ProblemOf(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString).EndPoints.Count is 0 ? "names no server" : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return "cannot be read";
        }
    }
}
