using System.Diagnostics.CodeAnalysis;
using HospitalityMemory;
using HospitalityMemory.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the learner and the stores; of each the last choice wins.</summary>
public static class HospitalityMemoryBuilderExtensions
{
    /// <summary>Chooses how preferences are learned; by default <see cref="FrequencyPreferenceLearner"/>.</summary>
    /// <typeparam name="TLearner">The learner; its constructor's parameters come from the container.</typeparam>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UsePreferenceLearner<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLearner>(
        this IHospitalityMemoryBuilder builder)
        where TLearner : class, IPreferenceLearner
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IPreferenceLearner, TLearner>());
        return builder;
    }

    /// <summary>Chooses how preferences are learned, by a learner that is made already.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="learner">The learner; the container does not dispose it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UsePreferenceLearner(this IHospitalityMemoryBuilder builder, IPreferenceLearner learner)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(learner);
        builder.Services.Replace(ServiceDescriptor.Singleton(learner));
        return builder;
    }

    /// <summary>Chooses where sessions are kept. What a store's package offers as <c>Use...Sessions</c>.</summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseSessionStore(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, ISessionStore> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.RemoveAllKeyed<ISessionStore>(StoreChoice.Key);
        builder.Services.AddKeyedSingleton(StoreChoice.Key, (provider, _) => factory(provider));
        return builder;
    }

    /// <summary>
    /// Chooses where profiles and bookings are kept. What a store's package offers as <c>Use...Profiles</c>.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseProfileStore(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, IProfileStore> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.RemoveAllKeyed<IProfileStore>(StoreChoice.Key);
        builder.Services.AddKeyedSingleton(StoreChoice.Key, (provider, _) => factory(provider));
        return builder;
    }

    /// <summary>
    /// Chooses where the sums that all guests make together are kept, which a learner may use. The stores of profiles
    /// bring one of their own, so call it after theirs.
    /// </summary>
    /// <param name="builder">What <c>AddHospitalityMemory</c> returned.</param>
    /// <param name="factory">Makes the store, once; the container disposes it.</param>
    /// <returns>The builder.</returns>
    public static IHospitalityMemoryBuilder UseNamedSumStore(
        this IHospitalityMemoryBuilder builder, Func<IServiceProvider, INamedSumStore> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.RemoveAllKeyed<INamedSumStore>(StoreChoice.Key);
        builder.Services.AddKeyedSingleton(StoreChoice.Key, (provider, _) => factory(provider));
        return builder;
    }
}
