using Apex.Domain.Time;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Backfill;

/// <summary>Past days on request: begun, looked at, cancelled. The work itself takes the road as everything does.</summary>
public sealed class Backfills
{
    /// <summary>The newest are shown; a person has a handful.</summary>
    private const int MaxListed = 50;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;
    private readonly WorkSignal _signal;
    private readonly MetricsFeed _feed;

    internal Backfills(ApexStorage storage, ApexClock clock, ProviderRegistry providers, WorkSignal signal, MetricsFeed feed) =>
        (_storage, _clock, _providers, _signal, _feed) = (storage, clock, providers, signal, feed);

    /// <summary>Newest first; null when the person is unknown.</summary>
    public Task<IReadOnlyList<BackfillView>?> ListAsync(Guid userId, CancellationToken ct = default) => _storage.ReadAsync<IReadOnlyList<BackfillView>?>(
        async session => await ZoneAsync(session, userId) is null ? null : await BackfillRows.OfUserAsync(session, userId, MaxListed), ct);

    /// <summary>Safe to repeat: while one is under way on any of these days, it is the answer.</summary>
    public async Task<Outcome<BackfillView>> RequestAsync(Guid userId, BackfillRequest request, string actor)
    {
        var now = _clock.Now;
        var outcome = await _storage.Writer.RunAsync(WriteLane.Work, session => RequestAsync(session, userId, request, actor, now));
        if (outcome is Outcome<BackfillView>.Done done)
        {
            _signal.Raise(done.Value.Provider, Lanes.Fetch);
            _feed.Publish(new FeedEvent.PersonChanged(userId));
        }

        return outcome;
    }

    /// <summary>What is stored by then stays.</summary>
    public async Task<Outcome<BackfillView>> CancelAsync(Guid userId, Guid id, string actor)
    {
        var now = _clock.Now;
        var (view, isCancelled) = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            if (await BackfillRows.FindAsync(session, userId, id) is null)
            {
                return (null, false);
            }

            var ended = await BackfillRows.CancelAsync(session, id, now);
            if (ended)
            {
                await AuditLog.WriteAsync(session, actor, "backfill.cancel", $"backfill:{id}", now);
            }

            return (await BackfillRows.FindAsync(session, userId, id), ended);
        });
        _signal.Raise(DeriveItem.Provider, Lanes.Data);
        _feed.Publish(new FeedEvent.PersonChanged(userId));
        return (view, isCancelled) switch
        {
            (null, _) => new Outcome<BackfillView>.Missing(),
            (_, true) => new Outcome<BackfillView>.Done(view),
            _ => new Outcome<BackfillView>.Conflict($"It is {view.State} already."),
        };
    }

    private async Task<Outcome<BackfillView>> RequestAsync(DbSession session, Guid userId, BackfillRequest request, string actor, DateTimeOffset now)
    {
        if (await ZoneAsync(session, userId) is not { } zone)
        {
            return new Outcome<BackfillView>.Missing();
        }

        var question = _providers.TryGet(request.Provider ?? "", out var provider) && provider is IPullProvider { Traits.Enabled: true } pull ? pull.Backfill : null;
        var connection = question is null ? default : await LockConnectionAsync(session, userId, request.Provider!);
        var (problems, days) = BackfillRules.Check(request, provider, question, connection.Status, LocalDays.DayOf(now, zone));
        if (problems.Any)
        {
            return new Outcome<BackfillView>.Invalid(problems);
        }

        if (await BackfillRows.FindOpenAsync(session, connection.Id, days) is { } open)
        {
            return new Outcome<BackfillView>.Done(open);
        }

        var id = await BackfillRows.BeginAsync(
            session, new(userId, connection.Id, request.Provider!, connection.Person, question!.DaysPerItem, days, actor), now);
        await AuditLog.WriteAsync(session, actor, "backfill.request", $"backfill:{id}", now, $"{request.Provider}, {days.Days} days");
        return new Outcome<BackfillView>.Done((await BackfillRows.FindAsync(session, userId, id))!);
    }

    // A write, so that of two requests at once on PostgreSQL the second one sees what the first has begun. An active account before one that needs its person.
    private static async Task<(Guid Id, string Person, string? Status)> LockConnectionAsync(DbSession session, Guid userId, string provider)
    {
        var found = await session.QueryAsync(
            "UPDATE connections SET user_id = user_id WHERE user_id = @user AND provider = @provider AND status <> 'removed' RETURNING id, external_user_id, status",
            reader => (Id: reader.GetGuid(0), Person: reader.GetString(1), Status: (string?)reader.GetString(2)), ("@user", userId), ("@provider", provider));
        return found.OrderBy(row => row.Status == ConnectionStatus.Active ? 0 : 1).ThenBy(row => row.Person, StringComparer.Ordinal).FirstOrDefault();
    }

    private static Task<string?> ZoneAsync(DbSession session, Guid userId) => session.ScalarAsync<string>(
        "SELECT time_zone FROM users WHERE id = @user AND erased_at IS NULL", ("@user", userId));
}
