using System.Text;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Garmin;

public sealed class GarminWebhookTests
{
    private static readonly DateTimeOffset _receivedAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly IProvider _garmin = VendorSample.Registry().Get("garmin");

    [Fact]
    public void Split_PushOfManyPeople_IsOneMessagePerRecord()
    {
        var envelope = Split(VendorSample.Read("Garmin", "push.json"));

        Assert.Equal(
            [
                (MessageKind.Push, "runner-1", "sleeps", "push", "2026-03-02"),
                (MessageKind.Push, "runner-2", "sleeps", "push", "2026-03-02"),
                (MessageKind.Push, "runner-1", "hrv", "push", "2026-03-02"),
                (MessageKind.Push, "runner-1", "dailies", "push", "2026-03-01"),
                (MessageKind.Account, "runner-3", "deregistrations", "account", "recent"),
                (MessageKind.Account, "runner-1", "userPermissionsChange", "account", "recent"),
            ],
            envelope.Messages.Select(message => (message.Kind, message.ExternalUserId, message.DataType, message.Family, message.Day)));
        Assert.Empty(envelope.Unreadable);
    }

    [Fact]
    public void Split_Record_KeepsItsExactBytes()
    {
        const string Record = """{ "userId":"r","summaryId" : "s", "x":1.50e1, "calendarDate":"2026-03-02" }""";

        var message = Assert.Single(Split(Bytes($$""" { "epochs":[1], "sleeps" : [ {{Record}} ] } """)).Messages);

        Assert.Equal($$"""{"sleeps":[{{Record}}]}""", Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public void Split_SameSummaryWithNewContent_KeepsTheKeyAndChangesTheContentKey()
    {
        var first = Assert.Single(Split(Bytes("""{"sleeps":[{"userId":"r","summaryId":"s","durationInSeconds":1}]}""")).Messages);
        var second = Assert.Single(Split(Bytes("""{"sleeps":[{"userId":"r","summaryId":"s","durationInSeconds":2}]}""")).Messages);
        var otherPerson = Assert.Single(Split(Bytes("""{"sleeps":[{"userId":"q","summaryId":"s","durationInSeconds":1}]}""")).Messages);
        var otherType = Assert.Single(Split(Bytes("""{"hrv":[{"userId":"r","summaryId":"s","durationInSeconds":1}]}""")).Messages);

        Assert.Equal(first.DeliveryKey, second.DeliveryKey);
        Assert.NotEqual(first.ContentKey, second.ContentKey);
        Assert.NotEqual(first.DeliveryKey, otherPerson.DeliveryKey);
        Assert.NotEqual(first.DeliveryKey, otherType.DeliveryKey);
    }

    [Fact]
    public void Split_AccountEvents_HaveNoDeliveryKey() =>
        Assert.Null(Assert.Single(Split(GarminSample.Of("deregistrations")).Messages).DeliveryKey);

    [Theory]
    [InlineData("""{"sleeps":[{"userId":"r","startTimeInSeconds":1772402400,"startTimeOffsetInSeconds":3600,"durationInSeconds":25200}]}""", "2026-03-02")]
    [InlineData("""{"hrv":[{"userId":"r","startTimeInSeconds":1772402400,"startTimeOffsetInSeconds":3600,"durationInSeconds":25200}]}""", "2026-03-02")]
    [InlineData("""{"dailies":[{"userId":"r","startTimeInSeconds":1772319600,"startTimeOffsetInSeconds":3600,"durationInSeconds":86400}]}""", "2026-03-01")]
    [InlineData("""{"dailies":[{"userId":"r","calendarDate":"yesterday"}]}""", "2026-03-02")]
    [InlineData("""{"dailies":[{"userId":"r","calendarDate":7,"startTimeInSeconds":1e400}]}""", "2026-03-02")]
    public void Split_NoCalendarDate_TakesTheLocalDay(string body, string day) => Assert.Equal(day, Assert.Single(Split(Bytes(body)).Messages).Day);

    [Fact]
    public void Split_BadRecordsAmongGoodOnes_CostOnlyThemselves()
    {
        var envelope = Split(Bytes(
            """{"sleeps":[{"summaryId":"no-user"},{"userId":"good","summaryId":"s"},7,{"userId":"r","callbackURL":"https://x.test/?token=t"},{"userId":"r","userId":"q"}],"hrv":{}}"""));

        Assert.Equal(["good"], envelope.Messages.Select(message => message.ExternalUserId));
        Assert.Equal(
            [
                "user_id_missing at $.sleeps[0].userId",
                "wrong_type at $.sleeps[2]",
                "ping_not_supported at $.sleeps[3]",
                "json_duplicate_key at $.sleeps[4]",
                "wrong_type at $.hrv",
            ],
            envelope.Unreadable.Select(slice => slice.Reason));
        Assert.Equal("""{"sleeps":[{"summaryId":"no-user"}]}""", Encoding.UTF8.GetString(envelope.Unreadable[0].Body.Span));
    }

    [Fact]
    public void Split_DepthBombInOneRecord_LeavesTheOthers()
    {
        var bomb = new string('[', 100_000) + new string(']', 100_000);

        var envelope = Split(Bytes($$"""{"sleeps":[{"userId":"a","x":{{bomb}}},{"userId":"b"}]}"""));

        Assert.Equal(["a", "b"], envelope.Messages.Select(message => message.ExternalUserId));
        Assert.Equal("json_too_deep at $", _garmin.Normalize(new("push:sleeps", null, envelope.Messages[0].Body, null, _receivedAt, "UTC")).Unreadable);
    }

    [Fact]
    public void Split_TenThousandBadRecords_AreKeptInFewSlices()
    {
        var envelope = Split(Bytes("{\"sleeps\":[" + string.Join(",", Enumerable.Repeat("{}", 10_000)) + "]}"));

        Assert.Equal((0, 101, "more_unreadable at $"), (envelope.Messages.Count, envelope.Unreadable.Count, envelope.Unreadable[^1].Reason));
    }

    [Fact]
    public void Split_CountlessRecords_AreKeptAsOneSlice()
    {
        var envelope = Split(Bytes("{\"sleeps\":[" + string.Join(",", Enumerable.Repeat("1", 50_001)) + "],\"hrv\":[{\"userId\":\"r\"}]}"));

        Assert.Equal(["too_many_elements at $.sleeps"], envelope.Unreadable.Select(slice => slice.Reason));
        Assert.Equal(["hrv"], envelope.Messages.Select(message => message.DataType));
    }

    [Fact]
    public void Split_TypesWeDoNotUse_GiveNoMessage()
    {
        var envelope = Split(Bytes("""{"epochs":[{"userId":"r"}],"stressDetails":[{"userId":"r"}]}"""));

        Assert.Equal((0, 0), (envelope.Messages.Count, envelope.Unreadable.Count));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private Envelope Split(byte[] body) => _garmin.Split(new GarminSample().Deliver(body), _receivedAt);
}
