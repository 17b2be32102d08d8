using Microsoft.Extensions.Options;

namespace HospitalityMemory;

/// <summary>
/// Checks the settings, and where they come from the configuration also how to connect, when the host starts.
/// </summary>
internal sealed class RedisSessionOptionsValidator(IEnumerable<RedisEndpointSettings> endpoints)
    : IValidateOptions<RedisSessionOptions>
{
    private const int MaxPrefixLength = 64;

    public ValidateOptionsResult Validate(string? name, RedisSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        if (options.KeyPrefix is not { Length: <= MaxPrefixLength } prefix
            || prefix.AsSpan().ContainsAny('{', '}')
            || prefix.Any(character => char.IsControl(character) || char.IsSurrogate(character)))
        {
            failures.Add(
                $"{nameof(RedisSessionOptions)}.{nameof(options.KeyPrefix)} is '{options.KeyPrefix ?? "null"}'; it must be 0 to {MaxPrefixLength} characters without braces and control characters.");
        }

        failures.AddRange(endpoints.Select(endpoint => endpoint.Problem).OfType<string>());
        return failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
