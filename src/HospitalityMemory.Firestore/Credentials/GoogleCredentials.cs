using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;

namespace HospitalityMemory.Firestore;

/// <summary>
/// Google's application default credentials: a key file, a user's login, or the machine's own identity.
/// </summary>
/// <remarks>
/// Only this class touches Google.Apis.Auth, which uses reflection. An application that hands in a delegate never comes here, and trimming
/// leaves the class out.
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

        // The setting takes precedence over the project in the key file.
        if (quotaProject is { Length: > 0 })
        {
            request.Headers.Remove(AccessTokenCredentials.QuotaProjectHeader);
            request.Headers.TryAddWithoutValidation(AccessTokenCredentials.QuotaProjectHeader, quotaProject);
        }
    }

    /// <summary>Finds the credentials once. If the search failed, the next request begins a new one.</summary>
    private async ValueTask<GoogleCredential> FindAsync(CancellationToken cancellationToken)
    {
        var search = _credential;
        if (search is null || search.IsFaulted || search.IsCanceled)
        {
            // The search does not get the caller's token, because other callers may wait for the same search.
            _credential = search = SearchAsync();
        }

        return await search.WaitAsync(cancellationToken).ConfigureAwait(false);

        static async Task<GoogleCredential> SearchAsync() =>
            (await GoogleCredential.GetApplicationDefaultAsync(CancellationToken.None).ConfigureAwait(false)).CreateScoped(Scope);
    }
}
