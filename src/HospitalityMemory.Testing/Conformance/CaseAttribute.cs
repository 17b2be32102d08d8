namespace HospitalityMemory.Testing.Conformance;

/// <summary>Marks a method as a case; given several times, as one case for each set of arguments.</summary>
/// <param name="arguments">The method's arguments; a single null is one argument.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CaseAttribute(params object?[]? arguments) : Attribute
{
    public IReadOnlyList<object?> Arguments { get; } = arguments ?? [null];
}
