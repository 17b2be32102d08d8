using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>One run of a case: the place of its stores, and those that were opened.</summary>
internal sealed class CaseRun<TStore>(OpenStore<TStore> open, ConformanceOptions options) : IAsyncDisposable
    where TStore : class
{
    private readonly string _place = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly ConcurrentStack<TStore> _opened = [];

    public ConformanceOptions Options => options;

    /// <exception cref="StoreNotOpenedException">It was not opened.</exception>
    public async ValueTask<TStore> OpenAsync(string application)
    {
        TStore store;
        try
        {
            store = await open(_place, application, CaseToken.Current).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The function that opens the store returned null; it must return a store.");
        }
        catch (Exception exception)
        {
            throw new StoreNotOpenedException(exception);
        }

        _opened.Push(store);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var store))
        {
            switch (store)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }
}

/// <summary>Carries what the function that opens stores threw through a case, which must not take it for the store's.</summary>
internal sealed class StoreNotOpenedException(Exception cause) : Exception(cause.Message, cause);
