using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Firestore;

/// <summary>What the last call that chose Firestore said.</summary>
/// <param name="Configuration">The configuration that the library was given; null for the container's.</param>
/// <param name="Configure">Sets what the call says.</param>
/// <param name="Credentials">Makes the credentials, where no emulator is used.</param>
internal sealed record FirestoreProfileChoice(
    IConfiguration? Configuration,
    Action<FirestoreProfileOptions> Configure,
    Func<FirestoreProfileOptions, IFirestoreCredentials> Credentials);

/// <summary>
/// Makes the options: first the environment's emulator, which is a name of Google's, then what the section says, then
/// what the call says.
/// </summary>
internal sealed class FirestoreProfileConfiguration(FirestoreProfileChoice choice, IConfiguration? configuration = null)
    : IConfigureOptions<FirestoreProfileOptions>
{
    private static readonly FrozenSet<string> Durations = new[]
    {
        nameof(FirestoreProfileOptions.AttemptTimeout),
        nameof(FirestoreProfileOptions.Timeout),
        nameof(FirestoreProfileOptions.InitialRetryDelay),
        nameof(FirestoreProfileOptions.MaxRetryDelay),
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Configure(FirestoreProfileOptions options)
    {
        options.EmulatorHost = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
        if ((choice.Configuration ?? configuration) is { } root)
        {
            ConfigurationReader.Read(
                ConfigurationReader.Section(root).GetSection("Firestore"),
                FirestoreProfileOptions.SectionName,
                Durations,
                options,
                static (section, options) => section.Bind(options));
        }

        choice.Configure(options);
    }
}
