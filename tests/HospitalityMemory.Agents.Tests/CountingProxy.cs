using System.Reflection;

namespace HospitalityMemory.Agents.Tests;

/// <summary>Wraps a store so that its calls are counted; it then says that it is on another machine.</summary>
internal static class Counting
{
    public static (TStore Store, List<string> Calls) Around<TStore>(TStore inner)
        where TStore : class
    {
        var store = DispatchProxy.Create<TStore, CountingProxy>();
        var proxy = (CountingProxy)(object)store;
        proxy.Inner = inner;
        return (store, proxy.Calls);
    }
}

/// <summary>What the runtime makes a store of. It must be public and open.</summary>
public class CountingProxy : DispatchProxy
{
    internal List<string> Calls { get; } = [];

    internal object? Inner { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name is "get_IsRemote")
        {
            return true;
        }

        lock (Calls)
        {
            Calls.Add(targetMethod.Name);
        }

        return targetMethod.Invoke(Inner, args);
    }
}
