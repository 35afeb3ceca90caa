using System.Globalization;
using System.Text.Json;
using Apex.Domain.Polling;
using Apex.Domain.Time;
using Apex.Domain.Wake;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Polling;

/// <summary>
/// Makes work of what is due to be asked for. Each connection carries the instant at which it has to be looked at next, so a minute costs as much as is due in
/// it and not as much as there are people; what was due while nobody ran is looked at once.
/// </summary>
internal sealed class PollPlanner(ApexStorage storage, ApexClock clock, ProviderRegistry providers, WorkSignal signal)
{
    /// <summary>Connections per transaction; a few ms on SQLite, where nobody else writes meanwhile.</summary>
    private const int Chunk = 100;

    private const string Advance = "UPDATE connections SET poll_due_at = @next, poll_state = @state WHERE id = @id AND poll_due_at = @was";

    // Stands before Advance in its transaction: of two planners the later one finds the instant moved and adds nothing.
    private const string Raise =
        $"{WorkItemSql.Into} SELECT {WorkItemSql.Values} FROM connections WHERE id = @id AND poll_due_at = @was {WorkItemSql.OrRaise}";

    /// <summary>Vendors that are never asked are looked at again after it, in case a release changes that.</summary>
    private static readonly TimeSpan NotPolled = TimeSpan.FromDays(1);

    public async Task<JobResult> RunAsync(CancellationToken ct)
    {
        var (looked, planned) = (0, 0);
        while (await StepAsync(ct) is { Looked: > 0 } step)
        {
            (looked, planned) = (looked + step.Looked, planned + step.Planned);
        }

        return looked == 0 ? JobResult.Nothing : new(looked, string.Create(CultureInfo.InvariantCulture, $"{looked} connections looked at, {planned} calls planned"));
    }

    private async Task<(int Looked, int Planned)> StepAsync(CancellationToken ct)
    {
        var now = clock.Now;
        var (due, nights) = await storage.ReadAsync(
            async session =>
            {
                var connections = await PollRows.DueAsync(session, now.ToUnixTimeMilliseconds(), Chunk);
                var users = connections.Select(connection => connection.UserId).ToHashSet();
                var from = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-WakeEstimator.HistoryDays - 2);
                return (connections, users.Count == 0 ? Enumerable.Empty<PollRows.Night>().ToLookup(night => night.UserId) : await PollRows.NightsAsync(session, users, from));
            },
            ct);
        if (due.Count == 0)
        {
            return default;
        }

        var decided = due.ConvertAll(connection => LookAt(connection, nights[connection.UserId], now));
        await storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            // Item keys in order, as everywhere: two nodes never wait for each other.
            foreach (var look in decided.OrderBy(look => look.Connection.Provider, StringComparer.Ordinal).ThenBy(look => look.Connection.ExternalUserId, StringComparer.Ordinal))
            {
                Enqueue(session, look, now);
            }

            await session.FlushAsync();
        });
        foreach (var provider in decided.Where(pair => pair.Decision.Calls.Count > 0).Select(pair => pair.Connection.Provider).Distinct(StringComparer.Ordinal))
        {
            signal.Raise(provider, Lanes.Fetch);
        }

        return (due.Count, decided.Sum(pair => pair.Decision.Calls.Count));
    }

    private Look LookAt(DueConnection connection, IEnumerable<PollRows.Night> nights, DateTimeOffset now)
    {
        var vendor = VendorOf(connection);
        var facts = PollRows.Facts(connection, vendor?.Traits.Pushes ?? true, vendor?.Polls?.MaxSleepCalls ?? 0, nights);
        var decision = vendor is null ? new PollDecision([], connection.State, now + NotPolled) : PollPlan.Decide(facts, connection.State, now);
        return new(connection, decision, UsualWake.Of(facts.Mornings, LocalDays.DayOf(now, connection.TimeZone)));
    }

    /// <summary>Null: not to be asked.</summary>
    private IPullProvider? VendorOf(DueConnection connection) =>
        providers.TryGet(connection.Provider, out var provider) && provider is IPullProvider { Traits.Enabled: true, Polls: not null } vendor ? vendor : null;

    private void Enqueue(DbSession session, Look look, DateTimeOffset now)
    {
        var (connection, decision, usual) = look;
        foreach (var call in decision.Calls)
        {
            if (ItemOf(call, VendorOf(connection)!) is var (family, day, workClass))
            {
                session.Enqueue(
                    Raise,
                    ("@provider", connection.Provider), ("@person", connection.ExternalUserId), ("@family", family), ("@day", day), ("@lane", Lanes.Fetch), ("@class", workClass),
                    ("@due", (now + WorkClass.Penalty(workClass)).ToUnixTimeMilliseconds()), ("@now", now.ToUnixTimeMilliseconds()), ("@id", connection.Id), ("@was", connection.DueAtMs));
            }
        }

        PollRows.EnqueueUsualWake(session, connection.UserId, usual);
        session.Enqueue(
            Advance,
            ("@id", connection.Id), ("@was", connection.DueAtMs), ("@next", decision.NextAt.ToUnixTimeMilliseconds()),
            ("@state", JsonSerializer.Serialize(decision.State, StoredJson.Default.PollState)));
    }

    private static (string Family, string Day, string Class)? ItemOf(PlannedCall call, IPullProvider vendor)
    {
        var day = call.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return call.Kind switch
        {
            PlannedCallKind.SleepGap => (vendor.Polls!.Sleep, day, WorkClass.GapCheck),
            PlannedCallKind.Sleep => (vendor.Polls!.Sleep, day, WorkClass.Poll),
            PlannedCallKind.Activity when vendor.Polls!.Activity is { } family => (family, day, WorkClass.Poll),
            PlannedCallKind.Reconcile when vendor.Reconcile is { } question => (question.Family, day, WorkClass.Poll),
            _ => null,
        };
    }
}

/// <summary>What became of looking at one connection.</summary>
internal sealed record Look(DueConnection Connection, PollDecision Decision, UsualWake UsualWake);
