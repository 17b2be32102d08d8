using System.Reflection;

namespace HospitalityMemory.Conformance;

/// <summary>Finds suites that a store does not run, although every store must.</summary>
public static class ConformanceSuites
{
    private static readonly string[] Suppliers = ["OpenAsync", "CreateStoreAsync"];

    /// <summary>
    /// The abstract test classes whose derived classes supply such a store: the suites for the store itself, and for the memory
    /// over it.
    /// </summary>
    /// <param name="contract">The interface, such as <c>ISessionStore</c>.</param>
    public static IReadOnlyList<Type> For(Type contract)
    {
        var supplied = typeof(ValueTask<>).MakeGenericType(contract);
        return
        [
            .. typeof(ConformanceSuites).Assembly.GetExportedTypes().Where(type =>
                type is { IsClass: true, IsAbstract: true }
                && Suppliers.Any(name => type.GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)?.ReturnType == supplied)
                && type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any())),
        ];
    }

    /// <summary>
    /// The stores of an assembly that keep data themselves. A store that forwards to another one is left out.
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
    /// The suites that are not run: for each store of the assembly, each suite that no test class named after the store inherits.
    /// </summary>
    /// <param name="stores">The assembly of the stores.</param>
    /// <param name="tests">The assembly of their tests.</param>
    /// <param name="contract">The interface.</param>
    /// <returns>Store and suite, as text; empty if every suite is run.</returns>
    public static IReadOnlyList<string> NotRun(Assembly stores, Assembly tests, Type contract) =>
    [
        .. from store in StoresIn(stores, contract)
           from suite in For(contract)
           where !tests.GetExportedTypes().Any(test =>
               !test.IsAbstract && test.Name.StartsWith(store.Name, StringComparison.Ordinal) && suite.IsAssignableFrom(test))
           select $"{store.Name}: {suite.Name}",
    ];
}
