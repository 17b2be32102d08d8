using System.Globalization;
using Microsoft.Extensions.Options;

namespace HospitalityMemory.Firestore;

/// <summary>Checks every setting, and names each wrong one with its value and what is allowed.</summary>
internal sealed class FirestoreProfileOptionsValidator : IValidateOptions<FirestoreProfileOptions>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, FirestoreProfileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var findings = new Findings(string.IsNullOrEmpty(name) ? "" : $" of the memory '{name}'", []);
        CheckPlaces(options, findings);
        CheckLimits(options, findings);
        return findings.Failures.Count is 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(findings.Failures);
    }

    private static void CheckPlaces(FirestoreProfileOptions options, Findings findings)
    {
        Require(
            findings, IsId(options.ProjectId), nameof(options.ProjectId), options.ProjectId, "a project's id of letters, digits, '-', '.', ':' and '_'");
        Require(
            findings,
            options.DatabaseId is "(default)" || IsId(options.DatabaseId),
            nameof(options.DatabaseId),
            options.DatabaseId,
            "(default) or a database's id of letters, digits and '-'");
        Require(
            findings,
            options.Endpoint is { IsAbsoluteUri: true, Scheme: "https", PathAndQuery: "/" },
            nameof(options.Endpoint),
            options.Endpoint,
            "an https address without a path");
        Require(
            findings,
            string.IsNullOrEmpty(options.EmulatorHost) || IsHost(options.EmulatorHost),
            $"{nameof(options.EmulatorHost)} (FIRESTORE_EMULATOR_HOST)",
            options.EmulatorHost,
            "a host and a port without a scheme, such as 127.0.0.1:8080");
        Require(
            findings,
            string.IsNullOrEmpty(options.QuotaProject) || IsId(options.QuotaProject),
            nameof(options.QuotaProject),
            options.QuotaProject,
            "a project's id, or null");
    }

    private static void CheckLimits(FirestoreProfileOptions options, Findings findings)
    {
        Within(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(1), 10 * Minute);
        Within(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(1), 60 * Minute);
        Within(nameof(options.MaxAttempts), options.MaxAttempts, 1, 100);
        Within(nameof(options.InitialRetryDelay), options.InitialRetryDelay, TimeSpan.Zero, Minute);
        Within(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.Zero, 10 * Minute);
        Within(nameof(options.SumShards), options.SumShards, 1, 1_000);

        void Within<T>(string setting, T value, T least, T most)
            where T : IComparable<T> =>
            Require(
                findings,
                value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
                setting,
                value,
                string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));
    }

    private static void Require(Findings findings, bool valid, string setting, object? value, string allowed)
    {
        if (!valid)
        {
            findings.Failures.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{FirestoreProfileOptions.SectionName}:{setting}{findings.OfMemory} is '{value ?? "null"}'; it must be {allowed}."));
        }
    }

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= 256 } && id is not ("." or "..") && id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or ':' or '_');

    private static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri) && uri.PathAndQuery is "/" && uri.UserInfo is "" && host.Contains(':', StringComparison.Ordinal)
        && !host.Contains('/', StringComparison.Ordinal);

    private readonly record struct Findings(string OfMemory, List<string> Failures);
}
