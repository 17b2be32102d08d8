using System.Reflection;

namespace HospitalityMemory.Agents.Tests;

/// <summary>Wraps a store and counts its calls. The wrapped store claims to be remote.</summary>
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

/// <summary>The base of the generated proxies. The runtime requires it to be public and not sealed.</summary>
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
