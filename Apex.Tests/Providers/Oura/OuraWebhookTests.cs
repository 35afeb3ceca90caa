using System.Text;
using System.Text.Json;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Oura;

public sealed class OuraWebhookTests
{
    private static readonly DateTimeOffset _receivedAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly IProvider _oura = VendorSample.Registry().Get("oura");

    [Fact]
    public void IsAuthentic_PublishedVector_IsTrue()
    {
        using var vectors = JsonDocument.Parse(VendorSample.Read("Oura", "signature-vector.json"));
        var vector = vectors.RootElement;
        var headers = vector.GetProperty("headers");
        var request = OuraSample.Deliver(
            Encoding.UTF8.GetBytes(vector.GetProperty("body").GetString()!),
            headers.GetProperty("x-oura-timestamp").GetString()!,
            headers.GetProperty("x-oura-signature").GetString()!);

        Assert.Equal(OuraSample.ClientSecret, vector.GetProperty("client_secret").GetString());
        Assert.True(_oura.IsAuthentic(request, DateTimeOffset.FromUnixTimeSeconds(1_767_225_600)));
    }

    [Theory]
    [InlineData("1772438395")]
    [InlineData("1772438395123")]
    public void IsAuthentic_SecondsOrMilliseconds_BothCount(string timestamp)
    {
        var body = new OuraSample().Body;
        var signature = VendorSample.HmacHex(OuraSample.ClientSecret, timestamp, body);

        Assert.True(_oura.IsAuthentic(OuraSample.Deliver(body, timestamp, signature), _receivedAt));
        Assert.True(_oura.IsAuthentic(OuraSample.Deliver(body, timestamp, signature.ToLowerInvariant()), _receivedAt));
    }

    [Theory]
    [InlineData(-86_400, true)]
    [InlineData(-86_401, false)]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public void IsAuthentic_AgeOfTheTimeStamp_IsBounded(int seconds, bool expected) =>
        Assert.Equal(expected, _oura.IsAuthentic(OuraSample.Signed(new OuraSample().Body, _receivedAt.AddSeconds(seconds)), _receivedAt));

    [Fact]
    public void TryAnswerHandshake_RightToken_EchoesTheChallenge() => Assert.Equal(
        new HandshakeReply(200, "application/json", """{"challenge":"abc\u0022\u003C1"}"""),
        _oura.TryAnswerHandshake(Handshake(OuraSample.VerificationToken, "abc\"<1")));

    [Theory]
    [InlineData("oura-verification-tokeN")]
    [InlineData("")]
    [InlineData(null)]
    public void TryAnswerHandshake_WrongToken_Is401(string? token) =>
        Assert.Equal(new HandshakeReply(401, null, null), _oura.TryAnswerHandshake(Handshake(token, "abc")));

    [Fact]
    public void TryAnswerHandshake_NothingConfiguredAndEmptyToken_Is401() =>
        Assert.Equal(401, VendorSample.Unconfigured().Get("oura").TryAnswerHandshake(Handshake("", "abc"))?.Status);

    [Fact]
    public void TryAnswerHandshake_Delivery_IsNone() => Assert.Null(_oura.TryAnswerHandshake(new OuraSample().Deliver(new OuraSample().Body)));

    [Fact]
    public void Split_SleepUpdate_IsOneNotification()
    {
        var body = new OuraSample().Body;

        var message = Assert.Single(Split(body).Messages);

        Assert.Equal(
            new IncomingMessage
            {
                Kind = MessageKind.Notification,
                ExternalUserId = "person-1",
                DataType = "sleep",
                EventType = "update",
                ObjectId = "night-1",
                OccurredAt = new(2026, 3, 2, 7, 59, 20, TimeSpan.Zero),
                Family = "sleep",
                Day = "2026-03-02",
                DeliveryKey = message.DeliveryKey,
                Body = message.Body,
            },
            message);
        Assert.Equal(body, message.Body.ToArray());
    }

    [Theory]
    [InlineData("user_id", "\"person-2\"")]
    [InlineData("data_type", "\"daily_activity\"")]
    [InlineData("object_id", "\"night-2\"")]
    [InlineData("event_type", "\"create\"")]
    [InlineData("event_time", "\"2026-03-02T07:59:21.000+00:00\"")]
    public void Split_EachNamingField_ChangesTheDeliveryKey(string field, string value)
    {
        var changed = Assert.Single(Split(With(field, value)).Messages);

        Assert.NotEqual(Assert.Single(Split(new OuraSample().Body).Messages).DeliveryKey, changed.DeliveryKey);
    }

    [Fact]
    public void Split_NoObjectId_IsStillANotification()
    {
        var message = Assert.Single(Split(With("object_id", "null")).Messages);

        Assert.Null(message.ObjectId);
        Assert.NotNull(message.DeliveryKey);
    }

    [Fact]
    public void Split_NoEventTime_TakesTheDayOfReceiptAndNoKey()
    {
        var message = Assert.Single(Split(With("event_time", "null")).Messages);

        Assert.Equal(("2026-03-02", null, null), (message.Day, message.OccurredAt, message.DeliveryKey));
    }

    [Fact]
    public void Split_EventTimeWithOffset_CountsByItsUtcDate() =>
        Assert.Equal("2026-03-01", Assert.Single(Split(With("event_time", "\"2026-03-02T00:30:00.000+02:00\"")).Messages).Day);

    [Fact]
    public void Split_TypeWeDoNotUse_GivesNoMessage() => Assert.Equal((0, 0), Counts(Split(With("data_type", "\"daily_readiness\""))));

    [Theory]
    [InlineData("user_id", "null", "user_id_missing at $.user_id")]
    [InlineData("user_id", "17", "user_id_missing at $.user_id")]
    [InlineData("data_type", "[]", "data_type_missing at $.data_type")]
    public void Split_EnvelopeFieldMissing_IsUnreadable(string field, string value, string reason) =>
        Assert.Equal(reason, Assert.Single(Split(With(field, value)).Unreadable).Reason);

    private static (int Messages, int Unreadable) Counts(Envelope envelope) => (envelope.Messages.Count, envelope.Unreadable.Count);

    private static byte[] With(string field, string value)
    {
        var text = Encoding.UTF8.GetString(new OuraSample().Body);
        var start = text.IndexOf($"\"{field}\":", StringComparison.Ordinal) + field.Length + 3;
        return Encoding.UTF8.GetBytes(text[..start] + value + text[(text.IndexOf('"', start + 1) + 1)..]);
    }

    private static WebhookRequest Handshake(string? token, string challenge) => new(
        "GET", null, _ => null, name => name switch { "verification_token" => token, "challenge" => challenge, _ => null }, default);

    private Envelope Split(byte[] body) => _oura.Split(new OuraSample().Deliver(body), _receivedAt);
}
