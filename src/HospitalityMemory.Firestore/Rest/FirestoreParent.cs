namespace HospitalityMemory.Firestore;

/// <summary>What holds collections: the root, an application, or a guest's document.</summary>
/// <param name="Name">Its full name, with which those of the documents below begin.</param>
/// <param name="Url">The same as a part of a URL.</param>
internal readonly record struct FirestoreParent(string Name, string Url)
{
    /// <summary>Whether a document lies in a collection of this one, and not deeper.</summary>
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
