using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator.People;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>One person with a simulated device, a running host between them, and what the host stored.</summary>
internal sealed class RoadScene : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2026, 5, 4);

    private RoadScene(ApexHost host, ManualTime time, VirtualPerson person, Guid userId) => (Host, Time, Person, UserId) = (host, time, person, userId);

    public ApexHost Host { get; }

    /// <summary>Starts at 2026-05-04 08:00 UTC.</summary>
    public ManualTime Time { get; }

    public VirtualPerson Person { get; }

    public Guid UserId { get; }

    public static async Task<RoadScene> StartAsync(
        StorageKind kind, PostgresServer postgres, string zone = "Europe/Berlin", params (string Key, string Value)[] settings)
    {
        var time = new ManualTime();
        var host = await ApexHost.StartAsync(kind, postgres, time, settings);
        var person = host.Simulator.World.AddPerson("ada", zoneId: zone);
        return new(host, time, person, await TestPeople.AddUserAsync(host.Storage, "ada", zone));
    }

    public Task<Guid> ConnectOuraAsync()
    {
        var (access, refresh, expiresAt) = Host.Simulator.Oura.Grant(Person);
        return TestPeople.ConnectAsync(
            Host.Storage, UserId, "oura", Host.Simulator.Oura.UserIdOf(Person), Host.Services.GetRequiredService<SecretCipher>(), access, refresh, expiresAt);
    }

    public Task<Guid> ConnectGarminAsync() => TestPeople.ConnectAsync(Host.Storage, UserId, "garmin", Host.Simulator.Garmin.UserIdOf(Person));

    /// <summary>Until everything received is settled or waits for an instant that has not come.</summary>
    public Task SettledAsync() => Eventually.TrueAsync(
        async () => await Host.CountAsync($"work_items WHERE due_at <= {Host.Services.GetRequiredService<ApexClock>().NowMs} OR lease_until IS NOT NULL") == 0,
        "the queue is empty");

    public Task<StoredDay?> DayAsync(DateOnly day) => Host.Storage.ReadAsync(session => session.FindAsync(
        """
        SELECT sleep_duration_hours, sleep_efficiency, hrv_avg, rhr_avg, steps, nap_minutes, wearable_source, recovery_score, revision, is_provisional_sleep
        FROM daily_metrics WHERE user_id = @user AND date = @day
        """,
        reader => new StoredDay(
            reader.DoubleOrNull(0), reader.DoubleOrNull(1), reader.DoubleOrNull(2), reader.DoubleOrNull(3), reader.IntOrNull(4), reader.DoubleOrNull(5),
            reader.TextOrNull(6), reader.DoubleOrNull(7), reader.GetInt64(8), reader.GetBoolean(9)),
        ("@user", UserId), ("@day", day)));

    /// <summary>The day once everything is settled; it must be there.</summary>
    public async Task<StoredDay> SettledDayAsync(DateOnly day)
    {
        await SettledAsync();
        return Assert.IsType<StoredDay>(await DayAsync(day));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public sealed record StoredDay(
        double? SleepHours, double? Efficiency, double? HrvMs, double? RestingHrBpm, int? Steps, double? NapMinutes, string? Source, double? Score, long Revision, bool Provisional);
}
