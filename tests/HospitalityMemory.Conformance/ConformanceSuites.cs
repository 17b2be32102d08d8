using System.Reflection;

namespace HospitalityMemory.Conformance;

/// <summary>Finds out whether what every store must do is asked of every store.</summary>
public static class ConformanceSuites
{
    /// <summary>The memory that is run over each kind of store, where there is one.</summary>
    private static readonly Dictionary<string, string> Memories = new(StringComparer.Ordinal)
    {
        ["SessionStore"] = "ShortTermMemory",
    };

    /// <summary>The abstract test classes for one kind of store, and for the memory over it.</summary>
    /// <param name="contract">
    /// The interface, such as <c>ISessionStore</c>; the classes are named after it or after the memory.
    /// </param>
    public static IReadOnlyList<Type> For(Type contract)
    {
        var store = contract.Name[1..];
        string[] prefixes = Memories.TryGetValue(store, out var memory) ? [store, memory] : [store];
        return
        [
            .. typeof(ConformanceSuites).Assembly.GetExportedTypes().Where(type =>
                type is { IsClass: true, IsAbstract: true }
                && prefixes.Any(prefix => type.Name.StartsWith(prefix, StringComparison.Ordinal))
                && type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any())),
        ];
    }

    /// <summary>
    /// The stores of an assembly that keep data themselves; one that hands on to another store is left out.
    /// </summary>
    /// <param name="stores">The assembly of the stores.</param>
    /// <param name="contract">The interface.</param>
    public static IReadOnlyList<Type> StoresIn(Assembly stores, Type contract) =>
    [
        .. stores.GetTypes().Where(type =>
            type is { IsClass: true, IsAbstract: false }
            && contract.IsAssignableFrom(type)
            && !type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == contract))),
    ];

    /// <summary>
    /// What is not run: for each store of the assembly each suite that no test class named after the store inherits.
    /// </summary>
    /// <param name="stores">The assembly of the stores.</param>
    /// <param name="tests">The assembly of their tests.</param>
    /// <param name="contract">The interface.</param>
    /// <returns>Store and suite, as text; empty if all is well.</returns>
    public static IReadOnlyList<string> NotRun(Assembly stores, Assembly tests, Type contract) =>
    [
        .. from store in StoresIn(stores, contract)
           from suite in For(contract)
           where !tests.GetExportedTypes().Any(test =>
               !test.IsAbstract && test.Name.StartsWith(store.Name, StringComparison.Ordinal) && suite.IsAssignableFrom(test))
           select $"{store.Name}: {suite.Name}",
    ];
}
