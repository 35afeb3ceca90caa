using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator.People;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>Signed notification, durable inbox, fetch over HTTP, normalize, merge, store: what the simulated ring measured is what the day says.</summary>
public sealed class OuraRoadTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Notification_OfANight_BecomesTheDayTheRingMeasured(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        var (person, userId) = await ConnectAsync(host, "ada", "Europe/Berlin");
        var day = new DateOnly(2026, 5, 4);
        var night = person.PlannedNight(day) with { RmssdMs = 57 };
        person.SetNight(day, night);

        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, day));

        var stored = await DayAsync(host, userId, day);
        Assert.Equal(57, stored.HrvMs);
        Assert.Equal((double)night.LowestHeartRateBpm!, stored.RestingHrBpm);
        Assert.Equal("oura", stored.Source);
        Assert.Equal(0, await host.CountAsync("work_items"));
        Assert.Equal(1, await host.CountAsync("inbox_messages WHERE state = 'settled'"));
    }

    private static async Task<(VirtualPerson Person, Guid UserId)> ConnectAsync(ApexHost host, string name, string zone)
    {
        var person = host.Simulator.World.AddPerson(name, zoneId: zone);
        var (access, refresh, expiresAt) = host.Simulator.Oura.Grant(person);
        var userId = await TestPeople.AddUserAsync(host.Storage, name, zone);
        await TestPeople.ConnectAsync(
            host.Storage, userId, "oura", host.Simulator.Oura.UserIdOf(person), host.Services.GetRequiredService<SecretCipher>(), access, refresh, expiresAt);
        return (person, userId);
    }

    private static async Task<StoredDay> DayAsync(ApexHost host, Guid userId, DateOnly day) => (await Eventually.GetAsync(
        () => host.Storage.ReadAsync(session => session.FindAsync(
            "SELECT hrv_avg, rhr_avg, wearable_source FROM daily_metrics WHERE user_id = @user AND date = @day",
            reader => new StoredDay(reader.GetDouble(0), reader.GetDouble(1), reader.GetString(2)),
            ("@user", userId), ("@day", day))),
        found => found is not null,
        "the day is stored"))!;

    private sealed record StoredDay(double HrvMs, double RestingHrBpm, string Source);
}
