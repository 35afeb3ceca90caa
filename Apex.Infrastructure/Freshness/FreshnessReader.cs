using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Freshness;

/// <summary>Judges freshness at the moment it is asked: it changes by time alone.</summary>
public sealed class FreshnessReader
{
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly Judging _judging;

    internal FreshnessReader(ApexStorage storage, ApexClock clock, Judging judging) => (_storage, _clock, _judging) = (storage, clock, judging);

    /// <summary>Null: the person is unknown.</summary>
    public async Task<PersonFreshness?> FindAsync(Guid userId, CancellationToken ct = default)
    {
        var found = await OfAsync([userId], ct);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Of many people in a fixed number of queries, in the order of their ids; unknown ones are left out.</summary>
    /// <param name="userIds">At most a page of people.</param>
    public Task<IReadOnlyList<PersonFreshness>> OfAsync(IReadOnlyCollection<Guid> userIds, CancellationToken ct = default) =>
        _storage.ReadAsync(session => _judging.JudgeAsync(session, userIds, _clock.Now), ct);

    /// <summary>The whole fleet by pages, in the order of ids.</summary>
    public async Task<Page<PersonFreshness>> FleetAsync(Guid? after, int limit, CancellationToken ct = default)
    {
        var ids = await _storage.ReadAsync(
            session => session.QueryAsync(
                "SELECT id FROM users WHERE id > @after AND erased_at IS NULL ORDER BY id LIMIT @limit",
                reader => reader.GetGuid(0), ("@after", after ?? Guid.Empty), ("@limit", limit + 1)),
            ct);
        var page = Page.Cut(ids, limit, id => id.ToString("D"));
        return new(await OfAsync([.. page.Items], ct), page.NextCursor);
    }
}
