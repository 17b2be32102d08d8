using System.Text;
using CsCheck;

namespace HospitalityMemory.Firestore.Tests.Values;

public sealed class FirestoreNamesTests
{
    [Theory]
    [InlineData("guest-1", "id-Z3Vlc3QtMQ")]
    [InlineData("a ", "id-YSA")]
    [InlineData("a", "id-YQ")]
    [InlineData("\u00a0a", "id-wqBh")]
    [InlineData("é", "id-w6k")]
    [InlineData("e\u0301", "id-ZcyB")]
    [InlineData("🏖", "id-8J-Plg")]
    [InlineData("a/b", "id-YS9i")]
    [InlineData(".", "id-Lg")]
    [InlineData("..", "id-Li4")]
    [InlineData("__x__", "id-X194X18")]
    public void An_id_becomes_its_bytes_in_base64url(string id, string documentId)
    {
        Assert.Equal(documentId, FirestoreNames.EncodeId(id));
        Assert.Equal(id, FirestoreNames.DecodeId(documentId));
    }

    [Fact]
    public void No_two_ids_share_a_document_id_and_nothing_in_one_can_be_normalised()
    {
        var id = Gen.OneOf(Gen.Char["~/:%._2F5EA \u00a0\u3000"], Gen.Char["aé東\u0301"]).Array[1, 256].Select(characters => new string(characters));

        id.Sample(id =>
        {
            var documentId = FirestoreNames.EncodeId(id);
            return FirestoreNames.DecodeId(documentId) == id
                && documentId.StartsWith("id-", StringComparison.Ordinal)
                && documentId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
                && documentId.Length <= 1_500;
        });
    }

    [Fact]
    public void The_longest_ids_fit_into_1500_bytes()
    {
        Assert.Equal(1_027, FirestoreNames.EncodeId(new string('東', 256)).Length);
        Assert.Equal(686, FirestoreNames.EncodeId(string.Concat(Enumerable.Repeat("🏖", 128))).Length);
    }

    [Theory]
    [InlineData("guest")]
    [InlineData("~ping")]
    [InlineData("id-")]
    [InlineData("id-YR")] // "a" is YQ
    [InlineData("id-YQ==")]
    [InlineData("id-Y Q")]
    [InlineData("id-Y")]
    [InlineData("id-_w")] // no UTF-8
    [InlineData("id-7aCA")] // half of a surrogate pair
    [InlineData("ID-YQ")]
    public void A_document_id_that_no_id_becomes_is_not_taken_for_one(string documentId) =>
        Assert.Throws<FormatException>(() => FirestoreNames.DecodeId(documentId));

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused_and_not_taken_for_another() =>
        Assert.Throws<EncoderFallbackException>(() => FirestoreNames.EncodeId("\ud83d"));

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
