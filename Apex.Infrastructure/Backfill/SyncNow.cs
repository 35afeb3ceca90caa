using System.Globalization;
using Apex.Domain.Time;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Backfill;

/// <summary>"Sync now": each vendor of a person that can be asked is asked for the last days, ahead of everything planned.</summary>
public sealed class SyncNow
{
    private const string Raise = $"{WorkItemSql.Raise} RETURNING id";

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;
    private readonly WorkSignal _signal;
    private readonly MetricsFeed _feed;

    internal SyncNow(ApexStorage storage, ApexClock clock, ProviderRegistry providers, WorkSignal signal, MetricsFeed feed) =>
        (_storage, _clock, _providers, _signal, _feed) = (storage, clock, providers, signal, feed);

    public async Task<Outcome<SyncStarted>> StartAsync(Guid userId, string actor)
    {
        var now = _clock.Now;
        var outcome = await _storage.Writer.RunAsync(WriteLane.Work, session => StartAsync(session, userId, actor, now));
        if (outcome is Outcome<SyncStarted>.Done done)
        {
            foreach (var asked in done.Value.Asked)
            {
                _signal.Raise(asked.Provider, Lanes.Fetch);
            }

            _feed.Publish(new FeedEvent.PersonChanged(userId));
        }

        return outcome;
    }

    private async Task<Outcome<SyncStarted>> StartAsync(DbSession session, Guid userId, string actor, DateTimeOffset now)
    {
        if (await session.ScalarAsync<string>("SELECT time_zone FROM users WHERE id = @user AND erased_at IS NULL", ("@user", userId)) is not { } zone)
        {
            return new Outcome<SyncStarted>.Missing();
        }

        var connections = await session.QueryAsync(
            "SELECT provider, external_user_id, status FROM connections WHERE user_id = @user AND status <> 'removed' ORDER BY provider, external_user_id",
            reader => (Provider: reader.GetString(0), Person: reader.GetString(1), IsActive: reader.GetString(2) == Connections.ConnectionStatus.Active), ("@user", userId));
        var day = LocalDays.DayOf(now, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (asked, left) = (new List<SyncedProvider>(), new List<SkippedProvider>());
        foreach (var (provider, person, isActive) in connections)
        {
            if (QuestionOf(provider) is not { } question)
            {
                left.Add(new(provider, "only_pushes"));
            }
            else if (!isActive)
            {
                left.Add(new(provider, "has_to_reconnect"));
            }
            else
            {
                asked.Add(new(provider, await RaiseAsync(session, provider, person, question.Family, day, now)));
            }
        }

        await AuditLog.WriteAsync(session, actor, "user.sync", $"user:{userId}", now, $"{asked.Count} connections");
        return new Outcome<SyncStarted>.Done(new(asked, left));
    }

    private static Task<long> RaiseAsync(DbSession session, string provider, string person, string family, string day, DateTimeOffset now) => session.ScalarAsync<long>(
        Raise,
        ("@provider", provider), ("@person", person), ("@family", family), ("@day", day), ("@lane", Lanes.Fetch), ("@class", WorkClass.Manual),
        ("@due", (now + WorkClass.Penalty(WorkClass.Manual)).ToUnixTimeMilliseconds()), ("@now", now.ToUnixTimeMilliseconds()));

    private ReconcileQuestion? QuestionOf(string provider) =>
        _providers.TryGet(provider, out var vendor) && vendor is IPullProvider { Traits.Enabled: true } pull ? pull.Reconcile : null;
}

/// <summary>What a sync has set going.</summary>
public sealed record SyncStarted(IReadOnlyList<SyncedProvider> Asked, IReadOnlyList<SkippedProvider> Skipped);

/// <param name="WorkItemId">Where to look at it, until it is done.</param>
public sealed record SyncedProvider(string Provider, long WorkItemId);

/// <param name="Reason">only_pushes, has_to_reconnect.</param>
public sealed record SkippedProvider(string Provider, string Reason);
