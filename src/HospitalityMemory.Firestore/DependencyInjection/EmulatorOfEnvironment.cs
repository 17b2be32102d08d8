using Microsoft.Extensions.Options;

namespace HospitalityMemory.Firestore;

/// <summary>The environment's emulator, which is a name of Google's; what section and call say comes after it.</summary>
internal sealed class EmulatorOfEnvironment : IConfigureNamedOptions<FirestoreProfileOptions>
{
    public void Configure(FirestoreProfileOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, FirestoreProfileOptions options) =>
        options.EmulatorHost = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
}
