using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Google's application default credentials: a key file, a user's login, or the machine's own identity.
/// </summary>
/// <remarks>
/// The only place that touches Google.Apis.Auth, which reflects. Who hands in a delegate never comes here, and trimming
/// leaves it out.
/// </remarks>
[RequiresUnreferencedCode(Reason)]
[RequiresDynamicCode(Reason)]
internal sealed class GoogleCredentials(string? quotaProject) : IFirestoreCredentials
{
    public const string Reason =
        "Google.Apis.Auth, which finds the application default credentials, uses reflection. Where code is trimmed or compiled ahead of time, pass a function that gives the access token.";

    private const string Scope = "https://www.googleapis.com/auth/datastore";

    private Task<GoogleCredential>? _credential;

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AccessTokenWithHeaders token;
        try
        {
            var credential = await FindAsync(cancellationToken).ConfigureAwait(false);
            token = await ((ITokenAccessWithHeaders)credential.UnderlyingCredential)
                .GetAccessTokenWithHeadersForRequestAsync(authUri: null, cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new MemoryUnavailableException(
                "There are no Google application default credentials that give an access token for Firestore. Set GOOGLE_APPLICATION_CREDENTIALS, run 'gcloud auth application-default login', run where the machine has an identity, or pass a function that gives the token. Nothing was sent.",
                exception);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        foreach (var (name, values) in token.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, values);
        }

        // The settings' word goes over the one in the key file.
        if (quotaProject is { Length: > 0 })
        {
            request.Headers.Remove(AccessTokenCredentials.QuotaProjectHeader);
            request.Headers.TryAddWithoutValidation(AccessTokenCredentials.QuotaProjectHeader, quotaProject);
        }
    }

    /// <summary>Found once; a search that failed is begun anew by the next request.</summary>
    private async ValueTask<GoogleCredential> FindAsync(CancellationToken cancellationToken)
    {
        var search = _credential;
        if (search is null || search.IsFaulted || search.IsCanceled)
        {
            // Not the caller's token: others may wait for the same search.
            _credential = search = SearchAsync();
        }

        return await search.WaitAsync(cancellationToken).ConfigureAwait(false);

        static async Task<GoogleCredential> SearchAsync() =>
            (await GoogleCredential.GetApplicationDefaultAsync(CancellationToken.None).ConfigureAwait(false)).CreateScoped(Scope);
    }
}
