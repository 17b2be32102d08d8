using System.Diagnostics.CodeAnalysis;
using HospitalityMemory;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the learner and the stores of a memory. Each choice replaces the one before.</summary>
public static class HospitalityMemoryBuilderExtensions
{
    /// <summary>Chooses how preferences are learned; by default <see cref="FrequencyPreferenceLearner"/>.</summary>
    /// <typeparam name="TLearner">
    /// The learner. The container supplies its constructor's parameters. Where the memory has a key, parameters without
    /// <see cref="FromKeyedServicesAttribute"/> are services without a key.
    /// </typeparam>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UsePreferenceLearner<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLearner>(
        this IHospitalityMemoryBuilder builder)
        where TLearner : class, IPreferenceLearner
    {
        ArgumentNullException.ThrowIfNull(builder);
        return UseLearner(builder, ServiceDescriptor.KeyedSingleton<IPreferenceLearner, TLearner>(builder.ServiceKey));
    }

    /// <summary>Chooses how preferences are learned, with a learner that exists already.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="learner">The learner; the container does not dispose it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UsePreferenceLearner(this IHospitalityMemoryBuilder builder, IPreferenceLearner learner)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(learner);
        return UseLearner(builder, ServiceDescriptor.KeyedSingleton(builder.ServiceKey, learner));
    }

    /// <summary>Chooses where sessions are kept.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSessionStore(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, ISessionStore> factory) =>
        builder.Choose(factory, new StoreChoice(builder?.ServiceKey));

    /// <summary>
    /// Chooses where sessions are kept, with a store that has options. A store's package calls it in its <c>Use...Sessions</c>.
    /// </summary>
    /// <typeparam name="TOptions">The options. The ones with the memory's name are checked when the host starts.</typeparam>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSessionStore<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, TOptions, ISessionStore> factory)
        where TOptions : class =>
        builder.Choose(factory, new StoreChoice(builder?.ServiceKey));

    /// <summary>Chooses where profiles and bookings are kept.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseProfileStore(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IProfileStore> factory) =>
        builder.Choose(factory, new StoreChoice(builder?.ServiceKey));

    /// <summary>
    /// Chooses where profiles and bookings are kept, with a store that has options. A store's package calls it in its
    /// <c>Use...Profiles</c>.
    /// </summary>
    /// <typeparam name="TOptions">The options. The ones with the memory's name are checked when the host starts.</typeparam>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseProfileStore<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, TOptions, IProfileStore> factory)
        where TOptions : class =>
        builder.Choose(factory, new StoreChoice(builder?.ServiceKey));

    /// <summary>
    /// Chooses where the sums over all guests are kept, which a learner may use. The packages of profile stores choose one too,
    /// so call this after them.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseNamedSumStore(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, INamedSumStore> factory) =>
        builder.Choose(factory, new StoreChoice(builder?.ServiceKey));

    /// <summary>Chooses a learner that has options.</summary>
    internal static IHospitalityMemoryBuilder UsePreferenceLearner<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, TOptions, IPreferenceLearner> factory)
        where TOptions : class =>
        builder.Choose(factory, builder?.ServiceKey);

    private static IHospitalityMemoryBuilder UseLearner(IHospitalityMemoryBuilder builder, ServiceDescriptor learner)
    {
        builder.Services.RemoveAllKeyed<IPreferenceLearner>(builder.ServiceKey);
        builder.Services.RemoveAllKeyed<ChosenOptions<IPreferenceLearner>>(builder.ServiceKey);
        builder.Services.Add(learner);
        return builder;
    }

    private static IHospitalityMemoryBuilder Choose<
        TRole, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, TOptions, TRole> factory, object? key)
        where TRole : class
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        var memory = builder.ServiceKey;
        builder.Choose<TRole>(provider => factory(provider, MemoryRegistration.OptionsOf<TOptions>(provider, memory)), key);
        builder.Services.AddKeyedSingleton(
            memory, new ChosenOptions<TRole>(provider => MemoryRegistration.OptionsOf<TOptions>(provider, memory)));
        return builder;
    }

    private static IHospitalityMemoryBuilder Choose<TRole>(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, TRole> factory, object? key)
        where TRole : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.RemoveAllKeyed<TRole>(key);
        builder.Services.RemoveAllKeyed<ChosenOptions<TRole>>(builder.ServiceKey);
        builder.Services.AddKeyedSingleton(key, (provider, _) => factory(provider));
        return builder;
    }
}
