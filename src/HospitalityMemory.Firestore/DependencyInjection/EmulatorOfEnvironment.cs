using Microsoft.Extensions.Options;

namespace HospitalityMemory.Firestore;

/// <summary>Sets the emulator that Google's environment variable names. The section and the call are applied later and may change it.</summary>
internal sealed class EmulatorOfEnvironment : IConfigureNamedOptions<FirestoreProfileOptions>
{
    public void Configure(FirestoreProfileOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, FirestoreProfileOptions options) =>
        options.EmulatorHost = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
}
