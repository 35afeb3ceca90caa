using System.Net;
using System.Text.Json.Nodes;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

/// <summary>Ada lives in Berlin (UTC+2 in May); her clock shows two hours more than the host's.</summary>
public sealed class FreshnessApiTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 4, 6, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Freshness_OfASleep_GoesFromFreshToDueToLate(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, At(Morning, out var time));
        using var api = host.Api();
        var userId = await ConnectedAsync(host, api, "oura");
        await StoreAsync(host, userId, "Sleep", "2026-05-04", Morning.AddMinutes(-30));

        var fresh = await SignalAsync(api, userId, "sleep");
        time.SetTo(new(2026, 5, 5, 5, 0, 0, TimeSpan.Zero));
        var due = await SignalAsync(api, userId, "sleep");
        time.SetTo(new(2026, 5, 5, 7, 0, 1, TimeSpan.Zero));
        var late = await SignalAsync(api, userId, "sleep");

        Assert.Equal(("fresh", "none", "nobody", "30 min old", "2026-05-04"), Verdict(fresh));
        Assert.Equal("Up to date. The next value is expected by Tue 5 May 09:00.", (string)fresh["whatNext"]!);
        Assert.Equal(("due", "none", "nobody", "23 h old", "2026-05-04"), Verdict(due));
        Assert.Equal("Expected by 09:00.", (string)due["whatNext"]!);
        Assert.Equal(("late", "unknown", "unknown", "25 h old", "2026-05-04"), Verdict(late));
        Assert.Equal("It was due at 09:00. Oura has told Apex nothing new: check that the device was worn and its app has synced.", (string)late["whatNext"]!);
        Assert.Equal(new DateTimeOffset(2026, 5, 5, 7, 0, 0, TimeSpan.Zero), (DateTimeOffset)late["dueAt"]!);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Freshness_AtNight_ExpectsStepsInTheMorning(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, At(new(2026, 5, 4, 22, 0, 0, TimeSpan.Zero), out _));
        using var api = host.Api();
        var userId = await ConnectedAsync(host, api, "oura");
        await StoreAsync(host, userId, "Steps", "2026-05-04", new(2026, 5, 4, 18, 0, 0, TimeSpan.Zero));

        var steps = await SignalAsync(api, userId, "steps");

        Assert.Equal("due", (string)steps["state"]!);
        Assert.Equal("It is night there; new data is expected from 06:00.", (string)steps["whatNext"]!);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Freshness_EachCause_HasItsOwnerAndSentence(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, At(Morning.AddHours(4), out _));
        using var api = host.Api();
        var failing = await LateAsync(host, api);
        await WriteAsync(host, $"UPDATE connections SET data_delayed_since = {Ms(Morning)}, data_delayed_cause = 'vendor_incident', data_delayed_until = {Ms(Morning.AddHours(5))} WHERE user_id = @user", failing);
        var (never, throttled, expired, letter, queue, unlinked) = (
            await ConnectedAsync(host, api, "oura"), await LateAsync(host, api), await LateAsync(host, api), await LateAsync(host, api), await LateAsync(host, api), await api.AddUserAsync("nobody"));
        await WriteAsync(host, $"UPDATE connections SET data_delayed_since = {Ms(Morning)}, data_delayed_cause = 'quota_wait', data_delayed_until = {Ms(Morning.AddHours(5))} WHERE user_id = @user", throttled);
        await WriteAsync(host, "UPDATE connections SET status = 'reauth_needed', status_cause = 'token_expired' WHERE user_id = @user", expired);
        await WriteAsync(
            host,
            $"""
            INSERT INTO dead_letters (provider, external_user_id, family, day, lane, user_id, stage, error, fingerprint, tries, messages, created_at, state)
            VALUES ('oura', 'x', 'sleep', '2026-05-04', 'fetch', @user, 'normalize', 'e', 'f', 1, 1, {Ms(Morning)}, 'open')
            """,
            letter);
        await WriteAsync(
            host,
            $"""
            INSERT INTO work_items (id, provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
            SELECT 77, 'oura', external_user_id, 'sleep', '2026-05-04', 'fetch', 'notification', 1, 0, {Ms(Morning.AddDays(1))}, 0, 0, 0, 0, 0 FROM connections WHERE user_id = @user
            """,
            queue);
        await WriteAsync(
            host,
            $"""
            INSERT INTO inbox_messages (provider, kind, external_user_id, data_type, received_at, body, body_bytes, family, day, work_item_id, generation, state)
            SELECT 'oura', 'notification', external_user_id, 'sleep', {Ms(Morning.AddHours(1))}, @body, 0, 'sleep', '2026-05-04', 77, 1, 'pending' FROM connections WHERE user_id = @user
            """,
            queue, ("@body", new byte[] { 0 }));

        Assert.Equal(("unsupported", "none", "nobody", "No connected source measures this."), await SleepAsync(api, unlinked));
        Assert.Equal(("never", "unknown", "unknown", "Oura is connected; no value has come yet. Oura has told Apex nothing new: check that the device was worn and its app has synced."), await SleepAsync(api, never));
        Assert.Equal(("delayed", "quota_wait", "ours", "Oura asked Apex to wait; Apex tries again at 13:30."), await SleepAsync(api, throttled));
        Assert.Equal(("delayed", "vendor_incident", "vendor", "Oura answers with errors; Apex tries again at 13:30."), await SleepAsync(api, failing));
        Assert.Equal(("disconnected", "token_expired", "ours", "The access to Oura has expired: the person has to connect Oura again."), await SleepAsync(api, expired));
        Assert.Equal(("late", "mapping_error", "ours", "It was due at 09:00. Apex could not use what Oura sent: look at the dead letters."), await SleepAsync(api, letter));
        Assert.Equal(("late", "queue", "ours", "It was due at 09:00. Apex received it at 09:30 and is working on it."), await SleepAsync(api, queue));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fleet_ByPages_TellsWhatEachPersonsPageTells(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, At(Morning, out _));
        using var api = host.Api();
        var expected = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var userId = await LateAsync(host, api);
            expected.Add((await api.GetAsync($"/api/v1/users/{userId}/freshness", HttpStatusCode.OK)).Body!.ToJsonString());
        }

        var first = (await api.GetAsync("/api/v1/freshness?limit=2", HttpStatusCode.OK)).Body!;
        var second = (await api.GetAsync($"/api/v1/freshness?limit=2&cursor={first["nextCursor"]}", HttpStatusCode.OK)).Body!;

        var told = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(person => person!.ToJsonString());
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.Null(second["nextCursor"]);
    }

    private static ManualTime At(DateTimeOffset now, out ManualTime time)
    {
        time = new ManualTime();
        time.SetTo(now);
        return time;
    }

    private static (string, string, string, string, string) Verdict(JsonNode signal) =>
        ((string)signal["state"]!, (string)signal["cause"]!, (string)signal["owner"]!, (string)signal["ageText"]!, (string)signal["newestDay"]!);

    private static async Task<(string State, string Cause, string Owner, string WhatNext)> SleepAsync(HttpClient api, Guid userId)
    {
        var sleep = await SignalAsync(api, userId, "sleep");
        return ((string)sleep["state"]!, (string)sleep["cause"]!, (string)sleep["owner"]!, (string)sleep["whatNext"]!);
    }

    private static async Task<JsonNode> SignalAsync(HttpClient api, Guid userId, string signal)
    {
        var person = (await api.GetAsync($"/api/v1/users/{userId}/freshness", HttpStatusCode.OK)).Body!;
        return person["signals"]!.AsArray().Single(view => (string)view!["signal"]! == signal)!;
    }

    private static async Task<Guid> ConnectedAsync(ApexHost host, HttpClient api, string provider)
    {
        var userId = await api.AddUserAsync(Guid.NewGuid().ToString());
        await TestPeople.ConnectAsync(host.Storage, userId, provider, userId.ToString());
        return userId;
    }

    /// <summary>Last night is missing: it was due at 09:00 her time.</summary>
    private static async Task<Guid> LateAsync(ApexHost host, HttpClient api)
    {
        var userId = await ConnectedAsync(host, api, "oura");
        await StoreAsync(host, userId, "Sleep", "2026-05-03", Morning.AddDays(-1));
        return userId;
    }

    private static Task<int> StoreAsync(ApexHost host, Guid userId, string signal, string day, DateTimeOffset eventAt) => WriteAsync(
        host,
        $"INSERT INTO freshness (user_id, signal, newest_day, event_at, available_at, state, cause) VALUES (@user, '{signal}', '{day}', {Ms(eventAt)}, {Ms(eventAt)}, 'fresh', 'none')",
        userId);

    private static Task<int> WriteAsync(ApexHost host, string sql, Guid userId, params (string, object?)[] args) =>
        host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(sql, [("@user", userId), .. args]));

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
