using System.Net.Http.Headers;

namespace HospitalityMemory.Firestore;

/// <summary>Puts into a request what tells Firestore who the caller is.</summary>
internal interface IFirestoreCredentials
{
    /// <exception cref="MemoryUnavailableException">No credentials are available.</exception>
    ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}

/// <summary>The credentials of the emulator: it accepts the token <c>owner</c> from everybody.</summary>
internal sealed class EmulatorCredentials : IFirestoreCredentials
{
    public ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "owner");
        return default;
    }
}

/// <summary>A token that a function of the host returns.</summary>
internal sealed class AccessTokenCredentials(Func<CancellationToken, ValueTask<string>> accessToken, string? quotaProject) : IFirestoreCredentials
{
    public const string QuotaProjectHeader = "x-goog-user-project";

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string token;
        try
        {
            // A delegate that ignores the cancellation must not keep the caller waiting.
            var pending = accessToken(cancellationToken);
            token = pending.IsCompleted
                ? await pending.ConfigureAwait(false)
                : await pending.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new MemoryUnavailableException("The function that gives the access token for Firestore failed. Nothing was sent.", exception);
        }

        if (string.IsNullOrEmpty(token) || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new MemoryUnavailableException(
                "The function that gives the access token for Firestore returned none, or one that is not of visible ASCII characters. Nothing was sent.");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (quotaProject is { Length: > 0 })
        {
            request.Headers.TryAddWithoutValidation(QuotaProjectHeader, quotaProject);
        }
    }
}
