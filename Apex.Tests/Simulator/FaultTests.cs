using System.Text.Json;
using System.Text.Json.Nodes;
using Apex.Simulator.Traffic;

namespace Apex.Tests.Simulator;

public sealed class FaultTests
{
    private const string Sleep = "/v2/usercollection/sleep?start_date=2026-03-08&end_date=2026-03-11";

    [Fact]
    public async Task TooManyRequests_Twice_TellsWhenAndThenEnds()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.Faults.Inject(Vendor.Oura, new Fault.TooManyRequests(TimeSpan.FromSeconds(90)), times: 2);

        var (status, _, headers) = await oura.GetAsync(Sleep);
        Assert.Equal(429, status);
        Assert.Equal("90", headers.GetValues("Retry-After").Single());
        Assert.Equal($"{SimulatedOura.Noon.ToUnixTimeSeconds() + 90}", headers.GetValues("X-RateLimit-Reset").Single());
        Assert.Equal(429, (await oura.GetAsync(Sleep)).Status);
        Assert.Equal(200, (await oura.GetAsync(Sleep)).Status);
    }

    [Fact]
    public async Task ServerError_ForOnePersonAndAWhile_HitsNobodyElse()
    {
        await using var oura = await SimulatedOura.StartAsync();
        var other = oura.Server.Oura.Grant(oura.Server.World.AddPerson("bob"));
        oura.Server.Faults.Inject(Vendor.Oura, new Fault.ServerError(502), oura.Person, lasting: TimeSpan.FromMinutes(5));

        Assert.Equal(502, (await oura.GetAsync(Sleep)).Status);
        Assert.Equal(200, (await oura.GetAsync(Sleep, other.AccessToken)).Status);
        oura.Clock.Move(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await oura.GetAsync(Sleep)).Status);
        Assert.Equal(1, oura.Server.Calls.Count(Vendor.Oura, "sleep", oura.Person, 502));
    }

    [Fact]
    public async Task WrongJson_EachKind_IsA200ThatIsNoPage()
    {
        await using var oura = await SimulatedOura.StartAsync();
        foreach (var how in Enum.GetValues<BrokenBody>())
        {
            using var fault = oura.Server.Faults.Inject(Vendor.Oura, new Fault.WrongJson(how));
            var (status, body, _) = await oura.GetAsync(Sleep);
            Assert.Equal(200, status);
            Assert.True(how == BrokenBody.WrongTypes ? JsonNode.Parse(body)!["data"] is JsonValue : IsNoJson(body), body);
        }

        Assert.False(IsNoJson((await oura.GetAsync(Sleep)).Body));
    }

    [Fact]
    public async Task NotFoundById_Active_HitsDocumentsNotLists()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.Faults.Inject(Vendor.Oura, new Fault.NotFoundById());

        Assert.Equal(404, (await oura.GetAsync($"/v2/usercollection/sleep/{oura.Person.NightOf(SimulatedOura.Today)!.Id}")).Status);
        Assert.Equal(200, (await oura.GetAsync(Sleep)).Status);
    }

    [Fact]
    public async Task Slow_Reply_WaitsOnTheSimulatorsClock()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.Faults.Inject(Vendor.Oura, new Fault.Slow(TimeSpan.FromMinutes(1)), times: 1);
        var slow = oura.GetAsync(Sleep);
        await oura.Clock.FirstTimer.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(slow.IsCompleted);
        oura.Clock.Move(TimeSpan.FromMinutes(1));

        Assert.Equal(200, (await slow).Status);
    }

    [Fact]
    public async Task Hold_Request_AnswersWithTheStateOfItsArrival()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Person.Revise(SimulatedOura.Today, night => night with { RmssdMs = 40 });
        using var hold = oura.Server.Faults.Hold(Vendor.Oura, "/v2/usercollection/sleep");
        var fetch = oura.GetJsonAsync(Sleep);
        await hold.Arrived.WaitAsync(TimeSpan.FromSeconds(30));

        oura.Person.Revise(SimulatedOura.Today, night => night with { RmssdMs = 55 });
        Assert.False(fetch.IsCompleted);
        Assert.Equal(1, hold.Waiting);
        hold.Release();

        Assert.Equal(40, (int)(await fetch)["data"]![1]!["average_hrv"]!);
        Assert.Equal(55, (int)(await oura.GetJsonAsync(Sleep))["data"]![1]!["average_hrv"]!);
        Assert.Equal(2, oura.Server.Calls.Count(Vendor.Oura, "sleep", oura.Person));
    }

    private static bool IsNoJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is null;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
