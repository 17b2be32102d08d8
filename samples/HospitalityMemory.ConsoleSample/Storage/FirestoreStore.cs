using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>Firestore, which keeps profiles. For values that are null, the settings and the environment decide.</summary>
/// <param name="Project">The Google Cloud project's id.</param>
/// <param name="Database">The database's id.</param>
/// <param name="Emulator">Host and port of an emulator.</param>
/// <param name="Quota">The project that is billed.</param>
internal sealed record FirestoreStore(string? Project, string? Database, string? Emulator, string? Quota) : StoreChoice
{
    public override string Text => $"{StoreAddress.Firestore}:{Project}".TrimEnd(':');

    public override bool KeepsSessions => false;

    public override string ProfilesCall => Project is null ? ".UseFirestoreProfiles()" : $".UseFirestoreProfiles(\"{Project}\")";

    public override void UseProfiles(IHospitalityMemoryBuilder memory) => memory.UseFirestoreProfiles(options =>
    {
        options.ProjectId = Project ?? options.ProjectId;
        options.DatabaseId = Database ?? options.DatabaseId;
        options.EmulatorHost = Emulator ?? options.EmulatorHost;
        options.QuotaProject = Quota ?? options.QuotaProject;
    });
}
