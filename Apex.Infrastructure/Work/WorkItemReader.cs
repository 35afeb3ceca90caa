using System.Data.Common;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>Looks into the queue.</summary>
public sealed class WorkItemReader
{
    public const string Running = "running";
    public const string Waiting = "waiting";
    public const string Due = "due";

    private const string Columns = """
        id, provider, external_user_id, family, day, lane, class, due_at, wanted, claimed, tries, lost_leases, waits, wait_reason, last_error, created_at, lease_until
        """;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;

    internal WorkItemReader(ApexStorage storage, ApexClock clock) => (_storage, _clock) = (storage, clock);

    /// <summary>Newest first.</summary>
    public async Task<Page<WorkItemView>> ListAsync(WorkItemFilter filter, long? before, int limit, CancellationToken ct = default)
    {
        var now = _clock.Now;
        var where = new SqlFilter()
            .And("provider = @provider", "@provider", filter.Provider)
            .And("external_user_id = @person", "@person", filter.ExternalUserId)
            .And(SqlFilter.OfUser("work_items"), "@user", filter.UserId)
            .And(Condition(filter.State), "@now", filter.State is null ? null : now.ToUnixTimeMilliseconds())
            .And("id < @before", "@before", before);
        var items = await _storage.ReadAsync(
            session => session.QueryAsync($"SELECT {Columns} FROM work_items{where} ORDER BY id DESC LIMIT {limit + 1}", reader => Read(reader, now), where.Args), ct);
        return Page.Cut(items, limit, item => item.Id);
    }

    public Task<WorkItemView?> FindAsync(long id, CancellationToken ct = default) => _storage.ReadAsync(
        session => session.FindAsync($"SELECT {Columns} FROM work_items WHERE id = @id", reader => Read(reader, _clock.Now), ("@id", id)), ct);

    private static string Condition(string? state) => state switch
    {
        Running => "lease_until > @now",
        Waiting => "wait_reason IS NOT NULL AND COALESCE(lease_until, 0) <= @now",
        _ => "wait_reason IS NULL AND COALESCE(lease_until, 0) <= @now",
    };

    private static WorkItemView Read(DbDataReader reader, DateTimeOffset now)
    {
        var state = reader.InstantOrNull(16) > now ? Running : reader.IsDBNull(13) ? Due : Waiting;
        return new(
            reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
            state, reader.Instant(7), reader.GetInt64(8), reader.GetInt64(9), reader.GetInt32(10), reader.GetInt32(11), reader.GetInt32(12),
            reader.TextOrNull(13), reader.TextOrNull(14), reader.Instant(15));
    }
}
