namespace HospitalityMemory.Firestore;

/// <summary>A parent of collections: the root, an application, or a guest's document.</summary>
/// <param name="Name">The full name. The names of the documents below begin with it.</param>
/// <param name="Url">The name as a part of a URL.</param>
internal readonly record struct FirestoreParent(string Name, string Url)
{
    /// <summary>Whether a document lies directly in a collection of this parent, and not deeper.</summary>
    public bool Holds(string collection, string documentName)
    {
        var rest = documentName.AsSpan();
        return TryDrop(ref rest, Name) && TryDrop(ref rest, "/") && TryDrop(ref rest, collection) && TryDrop(ref rest, "/")
            && rest.Length > 0 && !rest.Contains('/');

        static bool TryDrop(ref ReadOnlySpan<char> text, ReadOnlySpan<char> start)
        {
            if (!text.StartsWith(start, StringComparison.Ordinal))
            {
                return false;
            }

            text = text[start.Length..];
            return true;
        }
    }
}
