using System.Net;
using static HospitalityMemory.Firestore.Tests.AnsweringHandler;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>
/// A profile and its booking as of one moment, even from a server that shows the parts of a commit one after the other.
/// </summary>
public sealed class SnapshotTests
{
    private const string Old = "2026-03-01T12:00:00.000001Z";
    private const string New = "2026-03-01T12:00:00.000002Z";

    [Fact]
    public async Task A_booking_that_is_newer_than_its_profile_is_read_again_with_it()
    {
        var project = FirestoreEmulator.NewProject();
        var handler = new AnsweringHandler(Answer(project, Old, New), Answer(project, New, New));
        using var store = new TestStore(TestStore.FakeHost, handler, project);

        var read = await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None);

        Assert.Equal(FirestoreTime.Parse(New), read.Profile!.Version);
        Assert.NotNull(read.Booking);
        Assert.Equal(2, handler.Requests);
    }

    [Fact]
    public async Task A_booking_that_another_program_wrote_alone_is_not_read_for_ever()
    {
        var project = FirestoreEmulator.NewProject();
        var handler = new AnsweringHandler(Answer(project, Old, New));
        using var store = new TestStore(TestStore.FakeHost, handler, project);

        var read = await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None);

        Assert.Equal(FirestoreTime.Parse(Old), read.Profile!.Version);
        Assert.Equal(20, handler.Requests);
    }

    [Fact]
    public async Task A_profile_with_a_type_that_is_not_known_is_an_error_of_the_schema()
    {
        var project = FirestoreEmulator.NewProject();
        using var store = new TestStore(TestStore.FakeHost, new AnsweringHandler(Answer(project, Old, New, """,  "odd":{"pipelineValue":{}}""")), project);

        await Assert.ThrowsAsync<CorruptDataException>(async () => await store.Store.GetForUpdateAsync("guest", "b", CancellationToken.None));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(
        string project, string profileTime, string bookingTime, string more = "")
    {
        var user = $"projects/{project}/databases/(default)/documents/users/id-Z3Vlc3Q";
        return Json(HttpStatusCode.OK, $$$"""
            [{"found":{"name":"{{{user}}}/bookings/id-Yg","updateTime":"{{{bookingTime}}}","fields":{
               "booking_id":{"stringValue":"b"},"city":{"stringValue":"Miami"},"check_in":{"stringValue":"2026-05-01"},"schema_version":{"integerValue":"1"} } },"readTime":"{{{New}}}"},
             {"found":{"name":"{{{user}}}","updateTime":"{{{profileTime}}}","fields":{
               "user_id":{"stringValue":"guest"},"created_at":{"stringValue":"2026-03-01T12:00:00Z"},"schema_version":{"integerValue":"1"}{{{more}}} } },"readTime":"{{{New}}}"}]
            """);
    }
}
