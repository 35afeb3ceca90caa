using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Apex.Simulator.Oura;
using Apex.Simulator.Traffic;

namespace Apex.Tests.Simulator;

public sealed class OuraNotificationTests
{
    // The published vector of webhook-signatures.json.
    private const string VectorBody =
        """{"event_type":"update","data_type":"sleep","object_id":"8f9a5221-639e-4a85-81cb-4065ef23f979","event_time":"2026-01-01T07:31:05.000+00:00","user_id":"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"}""";

    [Fact]
    public void Signature_PublishedVector_IsReproduced() => Assert.Equal(
        "321AF2D7A33B3062549D627D1340344015E4F72DDBED6BBBC3C26BBEB1D8ED5F",
        OuraSignature.Of("oura-client-secret-demo", "1767225600", Encoding.UTF8.GetBytes(VectorBody)));

    [Fact]
    public async Task Notify_Sleep_ArrivesSignedWithTheVendorsFields()
    {
        await using var oura = await SimulatedOura.StartAsync();
        await using var inbox = await WebhookCatcher.StartAsync();
        oura.Server.TargetBaseUrl = inbox.BaseUrl;

        Assert.Equal(200, await oura.Server.Oura.NotifyAsync(oura.Person, "sleep", "create", "doc-1", new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero)));

        var caught = Assert.Single(inbox.Caught);
        Assert.Equal("/api/webhooks/oura", caught.Path);
        Assert.Equal(
            $$"""{"event_type":"create","data_type":"sleep","object_id":"doc-1","event_time":"2026-03-10T08:00:00.000+00:00","user_id":"{{oura.Server.Oura.UserIdOf(oura.Person)}}"}""",
            caught.Body);
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes("sim-oura-client-secret"), Encoding.UTF8.GetBytes(caught.Headers["x-oura-timestamp"] + caught.Body));
        Assert.Equal(Convert.ToHexString(signed), caught.Headers["x-oura-signature"]);
        Assert.Equal(oura.Server.Oura.UserIdOf(oura.Person), (string?)(await oura.GetJsonAsync("/v2/usercollection/personal_info"))["id"]);
    }

    [Fact]
    public async Task Notify_WebhookFaults_DropDuplicateReorderAndDelay()
    {
        await using var oura = await SimulatedOura.StartAsync();
        await using var inbox = await WebhookCatcher.StartAsync();
        oura.Server.TargetBaseUrl = inbox.BaseUrl;
        var faults = oura.Server.Faults;
        Task<int> Notify(string id) => oura.Server.Oura.NotifyAsync(oura.Person, "sleep", "update", id);

        faults.Inject(Vendor.Oura, new Fault.Drop(), times: 1);
        Assert.Equal(WebhookSender.KeptBack, await Notify("dropped"));
        faults.Inject(Vendor.Oura, new Fault.Duplicate(3), times: 1);
        await Notify("thrice");
        faults.Inject(Vendor.Oura, new Fault.OutOfOrder(), times: 1);
        await Notify("earlier");
        await Notify("later");
        faults.Inject(Vendor.Oura, new Fault.Late(TimeSpan.FromMinutes(10)), times: 1);
        await Notify("late");
        await Notify("last");
        var late = oura.Server.Webhooks.LateOnes;
        oura.Clock.Move(TimeSpan.FromMinutes(10));
        await late;

        Assert.Equal(
            ["thrice", "thrice", "thrice", "later", "earlier", "last", "late"],
            inbox.Caught.Select(caught => (string)JsonNode.Parse(caught.Body)!["object_id"]!));
    }

    [Fact]
    public async Task Notify_NobodyListens_SaysSo()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.TargetBaseUrl = new Uri("http://127.0.0.1:9");

        Assert.Equal(WebhookSender.NoAnswer, await oura.Server.Oura.NotifyAsync(oura.Person, "sleep", "update", "x"));
    }
}
