using HospitalityMemory.Testing;
using Xunit.Abstractions;

namespace HospitalityMemory.Conformance;

/// <summary>The name of a conformance case, by which a runner lists, shows and finds it.</summary>
public sealed class CaseName : IXunitSerializable
{
    private string _name = "";

    /// <summary>The names of cases, as a test's rows.</summary>
    public static TheoryData<CaseName> Of(IReadOnlyList<ConformanceCase> cases) => [.. cases.Select(one => new CaseName { _name = one.Name })];

    /// <summary>Runs the case of this name.</summary>
    public Task RunAsync(IReadOnlyList<ConformanceCase> cases) => cases.Single(one => one.Name == _name).RunAsync(CancellationToken.None);

    public void Deserialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _name = info.GetValue<string>(nameof(_name));
    }

    public void Serialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        info.AddValue(nameof(_name), _name);
    }

    public override string ToString() => _name;
}
