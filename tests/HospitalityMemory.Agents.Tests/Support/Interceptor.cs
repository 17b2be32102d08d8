using System.Reflection;

namespace HospitalityMemory.Agents.Tests;

/// <summary>Counts the calls of an interface, and makes some of them fail.</summary>
public class Interceptor<T> : DispatchProxy
    where T : class
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private T _inner = null!;
    private Func<string, Exception?> _fail = static _ => null;

    /// <summary>The names of the methods called so far.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Forgets the calls so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _calls.Clear();
        }
    }

    internal void Set(T inner, Func<string, Exception?>? fail) => (_inner, _fail) = (inner, fail ?? (static _ => null));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!targetMethod!.IsSpecialName)
        {
            lock (_lock)
            {
                _calls.Add(targetMethod.Name);
            }

            if (_fail(targetMethod.Name) is { } exception)
            {
                throw exception;
            }
        }

        return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}

internal static class Interceptor
{
    /// <param name="inner">The object that is called.</param>
    /// <param name="fail">Gives the exception for a method's name that replaces the call; null to make the call.</param>
    public static (T Proxy, Interceptor<T> Seen) Around<T>(T inner, Func<string, Exception?>? fail = null)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Interceptor<T>>();
        var seen = (Interceptor<T>)(object)proxy;
        seen.Set(inner, fail);
        return (proxy, seen);
    }
}
