using System.Reflection;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests;

/// <summary>Profiles in this process that claim to be remote, which makes the memory put a cache in front of them.</summary>
public class RemoteProfiles : DispatchProxy
{
    private IProfileStore _inner = null!;

    /// <param name="seen">Counts the calls.</param>
    public static IProfileStore Make(out Interceptor<IProfileStore> seen)
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory();
        var remote = Create<IProfileStore, RemoteProfiles>();
        ((RemoteProfiles)(object)remote)._inner = services.BuildServiceProvider().GetRequiredService<IProfileStore>();
        (var store, seen) = Interceptor.Around(remote);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name is "get_IsRemote"
        ? true
        : targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
}
