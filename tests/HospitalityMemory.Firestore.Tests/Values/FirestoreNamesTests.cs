using System.Text;
using CsCheck;

namespace HospitalityMemory.Firestore.Tests.Values;

public sealed class FirestoreNamesTests
{
    [Theory]
    [InlineData("guest-1", "guest-1")]
    [InlineData("é 東 🏖", "é 東 🏖")]
    [InlineData("a/b", "a~2Fb")]
    [InlineData("a:b", "a~3Ab")]
    [InlineData("50%", "50~25")]
    [InlineData("~", "~7E")]
    [InlineData("a~2Fb", "a~7E2Fb")]
    [InlineData(".", "~2E")]
    [InlineData("..", "~2E.")]
    [InlineData("...", "...")]
    [InlineData("__x__", "~5F_x__")]
    [InlineData("__", "~5F_")]
    [InlineData("__x", "__x")]
    [InlineData("__é__", "~5F_é__")]
    public void An_id_stays_readable_but_for_what_Firestore_or_a_path_refuses(string id, string documentId)
    {
        Assert.Equal(documentId, FirestoreNames.EncodeId(id));
        Assert.Equal(id, FirestoreNames.DecodeId(documentId));
    }

    [Fact]
    public void No_two_ids_share_a_document_id_and_all_fit()
    {
        var id = Gen.OneOf(Gen.Char["~/:%._2F5EA"], Gen.Char["aé東"]).Array[1, 256].Select(characters => new string(characters));

        id.Sample(id =>
        {
            var documentId = FirestoreNames.EncodeId(id);
            return FirestoreNames.DecodeId(documentId) == id
                && documentId is not ("." or "..")
                && !documentId.AsSpan().ContainsAny("/:%")
                && !(documentId.StartsWith("__", StringComparison.Ordinal) && documentId.EndsWith("__", StringComparison.Ordinal))
                && Encoding.UTF8.GetByteCount(documentId) <= 1_500;
        });
    }

    [Fact]
    public void The_longest_ids_fit_into_1500_bytes()
    {
        Assert.Equal(768, Encoding.UTF8.GetByteCount(FirestoreNames.EncodeId(new string('/', 256))));
        Assert.Equal(768, Encoding.UTF8.GetByteCount(FirestoreNames.EncodeId(new string('東', 256))));
    }

    [Theory]
    [InlineData("~2f")]
    [InlineData("~zz")]
    [InlineData("a:b")]
    [InlineData("~ping")]
    public void A_document_id_that_no_id_becomes_is_not_taken_for_one(string documentId) =>
        Assert.Throws<FormatException>(() => FirestoreNames.DecodeId(documentId));

    [Theory]
    [InlineData("city", false, "city")]
    [InlineData("", false, "~")]
    [InlineData("__x__", false, "~5F_x__")]
    [InlineData("~json", false, "~7Ejson")]
    [InlineData("commit_id", true, "~63ommit_id")]
    public void A_field_name_is_escaped_where_Firestore_or_the_store_keeps_it_for_itself(string name, bool isTaken, string fieldName)
    {
        Assert.Equal(fieldName, FirestoreNames.EncodeField(name, isTaken));
        Assert.Equal(name, FirestoreNames.DecodeField(fieldName));
    }
}
