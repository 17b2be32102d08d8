using System.Globalization;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Adaptive;

/// <summary>Checks every setting, and names each wrong one with its value and what is allowed.</summary>
internal sealed class AdaptiveLearnerOptionsValidator : IValidateOptions<AdaptiveLearnerOptions>
{
    private const int FewestGuests = 5;

    public ValidateOptionsResult Validate(string? name, AdaptiveLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        var ofMemory = string.IsNullOrEmpty(name) ? "" : $" of the memory '{name}'";
        if (options.RefreshInterval < TimeSpan.FromSeconds(1) || options.RefreshInterval > TimeSpan.FromDays(1))
        {
            failures.Add(Failure(nameof(options.RefreshInterval) + ofMemory, options.RefreshInterval, "from 00:00:01 to 1.00:00:00"));
        }

        if (options.MinGuests is < FewestGuests or > 1_000_000)
        {
            failures.Add(Failure(nameof(options.MinGuests) + ofMemory, options.MinGuests, "from 5 to 1000000: of fewer guests nothing is told"));
        }

        return failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Failure(string setting, object value, string allowed) =>
        string.Create(CultureInfo.InvariantCulture, $"{AdaptiveLearnerOptions.SectionName}:{setting} is '{value}'; it must be {allowed}.");
}
