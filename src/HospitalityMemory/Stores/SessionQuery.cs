namespace HospitalityMemory.Stores;

/// <summary>The sessions to list.</summary>
/// <param name="UserId">The guest; null for all sessions, including anonymous ones.</param>
/// <param name="After">The <see cref="SessionPage.Next"/> of the page before; null for the first page.</param>
/// <param name="Max">How many at most, from 1.</param>
public readonly record struct SessionQuery(string? UserId, string? After, int Max);
