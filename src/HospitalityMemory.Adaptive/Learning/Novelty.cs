namespace HospitalityMemory.Adaptive;

/// <summary>How likely the next stay is somewhere new to the guest.</summary>
/// <remarks>
/// <c>(a + b k) / (n + a)</c> after <c>n</c> stays in <c>k</c> different places: the two-parameter Chinese restaurant process (Pitman and
/// Yor, 1997). A guest who often went to new places will often do so again, and after many stays the guest's own decide.
/// </remarks>
/// <param name="Strength">The <c>a</c> of the formula: how many stays the belief in something new is worth.</param>
/// <param name="Discount">The <c>b</c> of the formula, at least 0 and below 1: how much each place promises another.</param>
internal readonly record struct Novelty(double Strength, double Discount)
{
    /// <summary>The novelty of properties: after one stay, the next one is in another property with the probability 0.8.</summary>
    public static Novelty OfProperty { get; } = new(0.75, 0.65);

    /// <param name="stays">How many stays there were, 1 at least.</param>
    /// <param name="places">How many different places they were in.</param>
    public double After(int stays, int places) => (Strength + (Discount * places)) / (stays + Strength);

    /// <summary>For stays whose places are not known: takes as many places as the process itself would expect.</summary>
    /// <param name="stays">How many stays there were, 1 at least.</param>
    public double After(int stays)
    {
        var expected = Strength;
        for (var i = 0; i < stays; i++)
        {
            expected *= (i + Strength + Discount) / (i + Strength);
        }

        return expected / (stays + Strength);
    }
}
