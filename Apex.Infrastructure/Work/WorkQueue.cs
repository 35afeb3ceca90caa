using System.Data.Common;
using System.Globalization;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>Leases on work items. A leased item's due instant equals its lease's end, so one index finds what is due and what was lost.</summary>
internal sealed class WorkQueue(ApexStorage storage, ApexClock clock, NodeIdentity node)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>From this many lost leases an item may be the one that kills workers: nothing runs beside it.</summary>
    public const int RunAloneFrom = 2;

    private const string Candidates =
        "SELECT id, external_user_id, lost_leases, lease_until FROM work_items WHERE provider = @provider AND lane = @lane AND due_at <= @now";

    /// <summary>Leases up to <paramref name="count"/> due items, at most <paramref name="perPerson"/> of one person counting those already running.</summary>
    public Task<List<ClaimedItem>> ClaimAsync(string provider, string lane, int count, IReadOnlyDictionary<string, int> running, int perPerson)
    {
        var now = clock.Now;

        // Left out in SQL: a person with more due items than a page has rows would hide everybody else.
        (string Name, object? Value)[] full = [.. running.Where(pair => pair.Value >= perPerson).Select((pair, i) => ($"@full{i}", (object?)pair.Key))];
        var notFull = full.Length == 0 ? "" : $" AND external_user_id NOT IN ({string.Join(", ", full.Select(arg => arg.Name))})";
        return storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            var candidates = await session.QueryAsync(
                $"{Candidates}{notFull} ORDER BY due_at LIMIT @limit{session.SkipLocked}",
                reader => new Candidate(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2) + (reader.IsDBNull(3) ? 0 : 1)),
                [("@provider", provider), ("@lane", lane), ("@now", now.ToUnixTimeMilliseconds()), ("@limit", Math.Max(64, count * 4)), .. full]);
            var chosen = Choose(candidates, count, running, perPerson);
            return chosen.Count == 0 ? [] : await LeaseAsync(session, chosen, now);
        });
    }

    /// <summary>When the next item of the lane is due, or null when there is none.</summary>
    public Task<long?> NextDueAsync(string provider, string lane, CancellationToken ct) => storage.ReadAsync(
        session => session.ScalarAsync<long?>(
            "SELECT min(due_at) FROM work_items WHERE provider = @provider AND lane = @lane", ("@provider", provider), ("@lane", lane)),
        ct);

    /// <summary>Extends the lease. False: it was lost, whatever the claim still does will be refused.</summary>
    public async Task<bool> RenewAsync(ClaimedItem item)
    {
        var until = (clock.Now + Lease).ToUnixTimeMilliseconds();
        return await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE work_items SET lease_until = @until, due_at = @until WHERE id = @id AND fence = @fence AND lease_until IS NOT NULL",
            ("@until", until), ("@id", item.Id), ("@fence", item.Fence))) == 1;
    }

    /// <summary>Gives an unfinished item back at once, as a process does that stops in good order: no lease is counted as lost.</summary>
    public Task ReleaseAsync(ClaimedItem item) => storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
        "UPDATE work_items SET lease_until = NULL, due_at = @now WHERE id = @id AND fence = @fence AND lease_until IS NOT NULL",
        ("@now", clock.NowMs), ("@id", item.Id), ("@fence", item.Fence)));

    private static List<long> Choose(List<Candidate> candidates, int count, IReadOnlyDictionary<string, int> running, int perPerson)
    {
        var chosen = new List<long>(count);
        var perPersonNow = new Dictionary<string, int>(running, StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            if (candidate.LostLeases >= RunAloneFrom)
            {
                // Alone means alone: nothing is taken with it. Nothing due after it is taken before it either, or a busy lane would never let it run.
                return chosen.Count == 0 && running.Count == 0 ? [candidate.Id] : chosen;
            }

            var mine = perPersonNow.GetValueOrDefault(candidate.Person);
            if (mine < perPerson && chosen.Count < count)
            {
                perPersonNow[candidate.Person] = mine + 1;
                chosen.Add(candidate.Id);
            }
        }

        return chosen;
    }

    private async Task<List<ClaimedItem>> LeaseAsync(DbSession session, List<long> ids, DateTimeOffset now)
    {
        // Ids are our own 64-bit numbers; a literal list keeps one text for both databases.
        var list = string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var until = (now + Lease).ToUnixTimeMilliseconds();
        var items = await session.QueryAsync(
            $"""
            UPDATE work_items SET fence = fence + 1, claimed = wanted, lost_leases = lost_leases + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END,
              lease_until = @until, due_at = @until, lease_holder = @holder, wait_reason = NULL
            WHERE id IN ({list})
            RETURNING id, provider, external_user_id, family, day, lane, class, claimed, fence, tries, lost_leases, waits
            """,
            reader => Read(reader, now),
            ("@until", until), ("@holder", node.Id));
        return [.. items.OrderBy(item => ids.IndexOf(item.Id))];
    }

    private static ClaimedItem Read(DbDataReader reader, DateTimeOffset now) => new()
    {
        Id = reader.GetInt64(0),
        Provider = reader.GetString(1),
        ExternalUserId = reader.GetString(2),
        Family = reader.GetString(3),
        Day = reader.GetString(4),
        Lane = reader.GetString(5),
        Class = reader.GetString(6),
        Generation = reader.GetInt64(7),
        Fence = reader.GetInt64(8),
        Tries = reader.GetInt32(9),
        LostLeases = reader.GetInt32(10),
        Waits = reader.GetInt32(11),
        ClaimedAt = now,
    };

    private readonly record struct Candidate(long Id, string Person, int LostLeases);
}
