using System.Text;
using System.Text.Json;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Terra;

public sealed class TerraWebhookTests
{
    private static readonly DateTimeOffset _receivedAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly IProvider _terra = VendorSample.Registry().Get("terra");

    [Theory]
    [InlineData("terra-signature")]
    [InlineData("X-Terra-Signature")]
    public void IsAuthentic_PublishedVector_IsTrueUnderEitherHeader(string header)
    {
        using var vectors = JsonDocument.Parse(VendorSample.Read("Terra", "signature-vector.json"));
        string Value(string name) => vectors.RootElement.GetProperty(name).GetString()!;
        var request = VendorSample.Post(TerraSample.Bytes(Value("body")), null, (header, $"t={Value("t")},v1={Value("v1")}"));

        Assert.Equal(TerraSample.SigningSecret, Value("secret"));
        Assert.True(_terra.IsAuthentic(request, DateTimeOffset.FromUnixTimeSeconds(1_723_808_700)));
    }

    [Fact]
    public void IsAuthentic_OneOfSeveralSignaturesHolds_IsTrue()
    {
        var body = new TerraSample().Body;
        var wrong = new string('0', 64);
        bool IsAuthentic(string signatures) =>
            _terra.IsAuthentic(VendorSample.Post(body, null, ("terra-signature", $"t=1772438395,v0=00,{signatures}")), _receivedAt);

        Assert.True(IsAuthentic($"v1={wrong}, v1={TerraSample.Sign(body)}"));
        Assert.True(IsAuthentic($"v1={TerraSample.Sign(body)},v1={wrong}"));
        Assert.False(IsAuthentic($"v1={wrong},v1={wrong}"));
    }

    [Fact]
    public void IsAuthentic_NewHeaderWrongAndOldOneRight_IsTrue()
    {
        var body = new TerraSample().Body;
        var request = VendorSample.Post(body, null, ("X-Terra-Signature", "t=1,v1=00"), ("terra-signature", $"t=1772438395,v1={TerraSample.Sign(body)}"));

        Assert.True(_terra.IsAuthentic(request, _receivedAt));
    }

    [Theory]
    [InlineData(-93_600, true)]
    [InlineData(-93_601, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void IsAuthentic_AgeOfTheTimeStamp_IsBounded(int seconds, bool expected) =>
        Assert.Equal(expected, _terra.IsAuthentic(TerraSample.Signed(new TerraSample().Body, _receivedAt.AddSeconds(seconds)), _receivedAt));

    [Fact]
    public void Split_DataEvent_IsOneMessagePerElementWithItsOwnDayAndKey()
    {
        var envelope = Split(VendorSample.Read("Terra", "daily.json"));

        Assert.Equal(
            [(MessageKind.Push, "terra-2", "daily", "push", "2026-03-01"), (MessageKind.Push, "terra-2", "daily", "push", "2026-03-02")],
            envelope.Messages.Select(message => (message.Kind, message.ExternalUserId, message.DataType, message.Family, message.Day)));
        Assert.Equal([1_772_438_395_123L, 1_772_438_395_123L], envelope.Messages.Select(message => message.OrderAtMs!.Value));
        Assert.NotEqual(envelope.Messages[0].DeliveryKey, envelope.Messages[1].DeliveryKey);
        Assert.All(envelope.Messages, message => Assert.Null(message.ContentKey));
    }

    [Fact]
    public void Split_Element_KeepsItsExactBytesAndItsUser()
    {
        var envelope = Split(TerraSample.Bytes("""{"data":[ {"x": 1.50e1} ,{"y":2}],"user": {"user_id":"t" },"type":"sleep"}"""));

        Assert.Equal(
            ["""{"type":"sleep","user":{"user_id":"t" },"data":[{"x": 1.50e1}]}""", """{"type":"sleep","user":{"user_id":"t" },"data":[{"y":2}]}"""],
            envelope.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
    }

    [Fact]
    public void Split_Link_IsOneNoticeOfNobodyPerAddress()
    {
        IncomingMessage Of(string url) => Assert.Single(Split(TerraSample.Bytes($$"""{"type":"s3_payload","url":"{{url}}","expires_in":600}""")).Messages);
        var first = Of("https://bucket.test/x?sig=1");

        Assert.Equal((MessageKind.Notification, "", "s3_payload", "link"), (first.Kind, first.ExternalUserId, first.DataType, first.Family));
        Assert.Equal(1_772_438_395_123L, first.OrderAtMs);
        Assert.Equal(first.Day, Of("https://bucket.test/x?sig=1").Day);
        Assert.NotEqual(first.Day, Of("https://bucket.test/x?sig=2").Day);
    }

    [Fact]
    public void Split_Sleep_CountsForTheDateItEndsOn() => Assert.Equal("2026-03-02", Assert.Single(Split(new TerraSample().Body).Messages).Day);

    [Fact]
    public void Split_ChunksOfOneRequest_HaveTheirOwnKeys()
    {
        var body = new TerraSample().Body;
        byte[]? Key(string? trace, string reference) => _terra.Split(
            VendorSample.Post(body, null, trace is null ? [("terra-reference", reference)] : [("X-Terra-Trace-Id", trace), ("terra-reference", reference)]),
            _receivedAt).Messages[0].DeliveryKey;

        Assert.NotEqual(Key("t:chunk:1", "r"), Key("t:chunk:2", "r"));
        Assert.Equal(Key("t:chunk:1", "r"), Key("t:chunk:1", "other"));
        Assert.Null(Key(null, "r"));
    }

    [Theory]
    [InlineData("""{"type":"auth","status":"success","user":{"user_id":"t"}}""", "t")]
    [InlineData("""{"type":"deauth","user":{"user_id":"t"}}""", "t")]
    [InlineData("""{"type":"access_revoked","user":{"user_id":"t"}}""", "t")]
    [InlineData("""{"type":"connection_error","user":{"user_id":"t"}}""", "t")]
    [InlineData("""{"type":"permission_change","user":{"user_id":"t"}}""", "t")]
    [InlineData("""{"type":"user_reauth","old_user":null,"new_user":{"user_id":"n"}}""", "n")]
    public void Split_AccountEvent_IsKeptWhole(string body, string userId)
    {
        var message = Assert.Single(Split(TerraSample.Bytes(body)).Messages);

        Assert.Equal((MessageKind.Account, userId, "account", "recent"), (message.Kind, message.ExternalUserId, message.Family, message.Day));
        Assert.Equal(body, Encoding.UTF8.GetString(message.Body.Span));
    }

    [Theory]
    [InlineData("""{"type":"auth_cancelled","status":"error","reference_id":"r"}""")]
    [InlineData("""{"type":"auth","status":"error","user":{"user_id":"t"}}""")]
    [InlineData("""{"type":"activity","user":{"user_id":"t"},"data":[{}]}""")]
    [InlineData("""{"type":"large_request_sending","reference":"x","expected_payloads":3}""")]
    [InlineData("""{"type":"healthcheck"}""")]
    [InlineData("""{"type":"sleep","user":{"user_id":"t"},"data":[]}""")]
    public void Split_NothingForUs_GivesNoMessage(string body)
    {
        var envelope = Split(TerraSample.Bytes(body));

        Assert.Equal((0, 0), (envelope.Messages.Count, envelope.Unreadable.Count));
    }

    [Theory]
    [InlineData("""{"type":7}""", "type_missing at $.type")]
    [InlineData("""{"type":"sleep","data":[{}]}""", "user_id_missing at $.user.user_id")]
    [InlineData("""{"type":"sleep","user":{"user_id":"t"}}""", "wrong_type at $.data")]
    [InlineData("""{"type":"sleep","user":{"user_id":"t"},"data":{}}""", "wrong_type at $.data")]
    [InlineData("""{"type":"sleep","type":"daily"}""", "json_duplicate_key at $")]
    [InlineData("""{"type":"user_reauth","new_user":null}""", "user_id_missing at $.new_user.user_id")]
    [InlineData("""{"type":"s3_payload","expires_in":300}""", "url_missing at $.url")]
    [InlineData("""{"type":"s3_payload","url":["https://bucket.test/x"]}""", "url_missing at $.url")]
    public void Split_EnvelopeWeCannotRead_IsUnreadable(string body, string reason)
    {
        var slice = Assert.Single(Split(TerraSample.Bytes(body)).Unreadable);

        Assert.Equal((reason, body), (slice.Reason, Encoding.UTF8.GetString(slice.Body.Span)));
    }

    [Fact]
    public void Split_HugeUserOrCountlessElements_DoNotMultiply()
    {
        var user = $$"""{"user_id":"t","provider":"{{new string('x', 3000)}}"}""";
        var elements = string.Join(",", Enumerable.Repeat("{}", 20_001));

        Assert.Equal(
            ["too_large at $.user", "too_many_elements at $.data"],
            new[] { $$"""{"type":"daily","user":{{user}},"data":[{}]}""", $$"""{"type":"daily","user":{"user_id":"t"},"data":[{{elements}}]}""" }
                .Select(body => Assert.Single(Split(TerraSample.Bytes(body)).Unreadable).Reason));
    }

    private Envelope Split(byte[] body) => _terra.Split(new TerraSample().Deliver(body), _receivedAt);
}
