using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Storage;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>One vendor is down for everybody.</summary>
public sealed class CircuitRoadTests(PostgresServer postgres)
{
    private const int People = 5;
    private const int Days = 3;

    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task VendorDown_ForEverybody_IsLeftAloneOthersGoOnAndItComesBackByItself(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        var people = await OuraPeopleAsync(scene);
        var down = scene.Host.Simulator.Faults.Inject(Vendor.Oura, new Fault.ServerError());
        await NotifyAllAsync(scene, people);
        await LaterAsync(scene, () => ViewAsync(scene), gate => gate.Circuit != ProviderGateView.Closed, "the circuit opens");

        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("work_items WHERE lease_until IS NOT NULL") == 0, "what was sent before it opened is answered");
        var callsWhenOpen = scene.Host.Simulator.Calls.Count(Vendor.Oura, "sleep");
        await LaterAsync(scene, () => ViewAsync(scene), gate => gate.OpenUntil - scene.Time.GetUtcNow() > TimeSpan.FromMinutes(1), "a probe fails and it waits longer");
        Assert.Equal(callsWhenOpen + 1, scene.Host.Simulator.Calls.Count(Vendor.Oura, "sleep"));
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 61 });
        Assert.Equal(200, await scene.Host.Simulator.Garmin.Push().Hrv(scene.Person, Day).SendAsync());
        await Eventually.TrueAsync(async () => (await scene.DayAsync(Day))?.HrvMs == 61, "the other vendor's push is stored");
        Assert.Equal("unavailable", (await ViewAsync(scene)).Reason);

        down.Dispose();
        var nights = await LaterAsync(
            scene, () => scene.Host.CountAsync("daily_metrics WHERE wearable_source = 'oura' AND sleep_duration_hours > 0"), stored => stored == People * Days, "every night is stored");

        Assert.Equal(People * Days, nights);
        await LaterAsync(scene, () => scene.Host.CountAsync("work_items"), items => items == 0, "nothing is left");
        Assert.Equal((0L, "closed"), (await scene.Host.CountAsync("dead_letters"), (await ViewAsync(scene)).Circuit));
    }

    [Fact]
    public async Task VendorDown_PersonWhoseWorkWaitsUntouched_IsDelayedBecauseOfTheCircuitAndLosesNoTry()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        var people = await OuraPeopleAsync(scene);
        var bystander = await OuraPersonAsync(scene, "zoe");
        await NotifyAsync(scene, bystander.Person, Day.AddDays(-1));
        await scene.SettledAsync();
        using var down = scene.Host.Simulator.Faults.Inject(Vendor.Oura, new Fault.ServerError());
        await NotifyAllAsync(scene, people);
        await LaterAsync(scene, () => ViewAsync(scene), gate => gate.Circuit == ProviderGateView.Open, "the circuit opens");

        await NotifyAsync(scene, bystander.Person, Day);

        var reader = scene.Host.Services.GetRequiredService<FreshnessReader>();
        var sleep = (await reader.FindAsync(bystander.UserId))!.Signals.Single(signal => signal.Signal == SignalGroup.Sleep);
        Assert.Equal((FreshnessState.Delayed, FreshnessCause.CircuitOpen), (sleep.State, sleep.Cause));
        Assert.Contains("is not asked for a while; Apex tries again at 10:", sleep.WhatNext, StringComparison.Ordinal);
        Assert.Equal(1, await scene.Host.CountAsync($"work_items WHERE external_user_id = '{scene.Host.Simulator.Oura.UserIdOf(bystander.Person)}' AND tries = 0 AND fence = 0"));
    }

    private static async Task<List<VirtualPerson>> OuraPeopleAsync(RoadScene scene)
    {
        var people = new List<VirtualPerson>();
        for (var i = 0; i < People; i++)
        {
            people.Add((await OuraPersonAsync(scene, "person-" + i)).Person);
        }

        return people;
    }

    private static async Task<(VirtualPerson Person, Guid UserId)> OuraPersonAsync(RoadScene scene, string name)
    {
        var person = scene.Host.Simulator.World.AddPerson(name, zoneId: "Europe/Berlin");
        var user = await TestPeople.AddUserAsync(scene.Host.Storage, name, "Europe/Berlin");
        var (access, refresh, expiresAt) = scene.Host.Simulator.Oura.Grant(person);
        await TestPeople.ConnectAsync(
            scene.Host.Storage, user, "oura", scene.Host.Simulator.Oura.UserIdOf(person), scene.Host.Services.GetRequiredService<SecretCipher>(), access, refresh, expiresAt);
        return (person, user);
    }

    private static async Task NotifyAllAsync(RoadScene scene, IEnumerable<VirtualPerson> people)
    {
        foreach (var person in people)
        {
            for (var day = 0; day < Days; day++)
            {
                await NotifyAsync(scene, person, Day.AddDays(-day));
            }
        }
    }

    private static async Task NotifyAsync(RoadScene scene, VirtualPerson person, DateOnly day)
    {
        person.SetNight(day, person.PlannedNight(day));
        Assert.Equal(200, await scene.Host.Simulator.Oura.NotifyNightAsync(person, day));
    }

    private static async Task<ProviderGateView> ViewAsync(RoadScene scene) => (await scene.Host.Services.GetRequiredService<ProviderGates>().FindAsync("oura"))!;

    private static Task<T> LaterAsync<T>(RoadScene scene, Func<Task<T>> look, Func<T, bool> isThere, string what) => Eventually.GetAsync(
        () =>
        {
            scene.Time.Advance(TimeSpan.FromSeconds(5));
            return look();
        },
        isThere,
        what);
}
