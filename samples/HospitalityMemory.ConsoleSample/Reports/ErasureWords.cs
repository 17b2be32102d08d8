namespace HospitalityMemory.ConsoleSample.Reports;

/// <summary>An erasure's receipt in words.</summary>
internal static class ErasureWords
{
    public static string Erased(ErasureReceipt receipt) =>
        $"{Words.Count(receipt.Profile.ProfilesDeleted, "profile")}, {Words.Count(receipt.Profile.BookingsDeleted, "booking")}, "
        + Words.Count(receipt.Sessions.Deleted, "session");

    public static string Left(ErasureReceipt receipt) =>
        receipt.IsComplete ? "nothing is left"
        : receipt.IsLogEmptied ? "something came meanwhile; erase again"
        : "the database's log is in use; erase again";
}
