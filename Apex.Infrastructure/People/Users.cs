using System.Data.Common;
using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.People;

/// <summary>The people whose data is kept: create, find, change, erase.</summary>
public sealed class Users
{
    private const string Columns = "id, external_id, display_name, time_zone, sleep_need_hours, preferences, created_at";

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly WorkSignal _signal;
    private readonly MetricsFeed _feed;
    private readonly Erasure _erasure;

    internal Users(ApexStorage storage, ApexClock clock, WorkSignal signal, MetricsFeed feed, Erasure erasure) =>
        (_storage, _clock, _signal, _feed, _erasure) = (storage, clock, signal, feed, erasure);

    /// <summary>Safe to repeat with the same external id.</summary>
    public async Task<Outcome<SavedUser>> CreateAsync(NewUser user, string actor)
    {
        var problems = UserRules.Check(user);
        if (problems.Any)
        {
            return new Outcome<SavedUser>.Invalid(problems);
        }

        var now = _clock.Now;
        var id = Guid.CreateVersion7(now);
        return await _storage.Writer.RunAsync<Outcome<SavedUser>>(WriteLane.Work, async session =>
        {
            var created = await InsertAsync(session, id, user, now);
            if (created)
            {
                await AuditLog.WriteAsync(session, actor, "user.create", $"user:{id}", now);
            }

            var saved = created ? await FindAsync(session, id) : await FindByExternalIdAsync(session, user.ExternalId!);
            return saved is null ? new Outcome<SavedUser>.Conflict("This external id is being erased; try again.") : new Outcome<SavedUser>.Done(new(saved, created));
        });
    }

    public Task<UserView?> FindAsync(Guid id, CancellationToken ct = default) => _storage.ReadAsync(session => FindAsync(session, id), ct);

    public Task<UserView?> FindByExternalIdAsync(string externalId, CancellationToken ct = default) =>
        _storage.ReadAsync(session => FindByExternalIdAsync(session, externalId), ct);

    /// <summary>In the order of their creation.</summary>
    /// <param name="after">The last id of the page before, or null.</param>
    public async Task<Page<UserView>> ListAsync(Guid? after, int limit, CancellationToken ct = default)
    {
        var users = await _storage.ReadAsync(
            session => session.QueryAsync(
                $"SELECT {Columns} FROM users WHERE id > @after AND erased_at IS NULL ORDER BY id LIMIT @limit",
                Read, ("@after", after ?? Guid.Empty), ("@limit", limit + 1)),
            ct);
        return Page.Cut(users, limit, user => user.Id.ToString("D"));
    }

    public async Task<Outcome<UserView>> PatchAsync(Guid id, UserPatch patch, string actor)
    {
        var problems = UserRules.Check(patch);
        if (problems.Any)
        {
            return new Outcome<UserView>.Invalid(problems);
        }

        var now = _clock.Now;
        var saved = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            if (await FindAsync(session, id) is not { } before)
            {
                return null;
            }

            await UpdateAsync(session, before, patch, now);
            await AuditLog.WriteAsync(session, actor, "user.change", $"user:{id}", now);
            return await FindAsync(session, id);
        });
        if (saved is null)
        {
            return new Outcome<UserView>.Missing();
        }

        _signal.Raise(DeriveItem.Provider, Lanes.Data);
        _feed.Publish(new FeedEvent.PersonChanged(id));
        return new Outcome<UserView>.Done(saved);
    }

    /// <summary>Hides the person at once; the rows go in the background, also over a restart.</summary>
    public Task<Outcome<bool>> EraseAsync(Guid id, string actor) => _erasure.BeginAsync(id, actor);

    private static async Task<bool> InsertAsync(DbSession session, Guid id, NewUser user, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var rows = await session.ExecuteAsync(
            """
            INSERT INTO users (id, external_id, display_name, time_zone, sleep_need_hours, data_version, created_at)
            VALUES (@id, @external, @name, @zone, @need, 0, @now) ON CONFLICT (external_id) DO NOTHING
            """,
            ("@id", id), ("@external", user.ExternalId), ("@name", user.DisplayName!.Trim()), ("@zone", user.TimeZone),
            ("@need", user.SleepNeedHours ?? UserRules.DefaultSleepNeedHours), ("@now", nowMs));
        if (rows == 1)
        {
            await SetZoneAsync(session, id, user.TimeZone!, nowMs);
        }

        return rows == 1;
    }

    private static async Task UpdateAsync(DbSession session, UserView before, UserPatch patch, DateTimeOffset now)
    {
        var zone = patch.TimeZone ?? before.TimeZone;
        var nowMs = now.ToUnixTimeMilliseconds();

        // The version: a merge under way was made with the old zone, need or preferences and must be redone.
        await session.ExecuteAsync(
            """
            UPDATE users SET display_name = @name, time_zone = @zone, sleep_need_hours = @need, preferences = @preferences, data_version = data_version + 1
            WHERE id = @id
            """,
            ("@name", (patch.DisplayName ?? before.DisplayName).Trim()), ("@zone", zone), ("@need", patch.SleepNeedHours ?? before.SleepNeedHours),
            ("@preferences", Preferences(patch.PreferredSources ?? before.PreferredSources)), ("@id", before.Id));
        if (zone != before.TimeZone)
        {
            await SetZoneAsync(session, before.Id, zone, nowMs);
        }

        // The stored days must equal the formula over them under the new settings.
        DeriveItem.Enqueue(session, before.Id, nowMs);
        await session.FlushAsync();
    }

    private static Task<int> SetZoneAsync(DbSession session, Guid id, string zone, long sinceMs) => session.ExecuteAsync(
        """
        INSERT INTO user_zones (user_id, since, time_zone) VALUES (@id, @since, @zone)
        ON CONFLICT (user_id, since) DO UPDATE SET time_zone = excluded.time_zone
        """,
        ("@id", id), ("@since", sinceMs), ("@zone", zone));

    private static Task<UserView?> FindAsync(DbSession session, Guid id) => session.FindAsync(
        $"SELECT {Columns} FROM users WHERE id = @id AND erased_at IS NULL", Read, ("@id", id));

    private static Task<UserView?> FindByExternalIdAsync(DbSession session, string externalId) => session.FindAsync(
        $"SELECT {Columns} FROM users WHERE external_id = @external AND erased_at IS NULL", Read, ("@external", externalId));

    private static UserView Read(DbDataReader reader) => new(
        reader.GetGuid(0),
        reader.TextOrNull(1),
        reader.GetString(2),
        reader.GetString(3),
        reader.GetDouble(4),
        UserPreferences.Parse(reader.TextOrNull(5)).Preferred.ToDictionary(pair => SignalNames.Of(pair.Key), pair => pair.Value.Value),
        reader.Instant(6));

    private static string? Preferences(IReadOnlyDictionary<string, string> preferred) => preferred.Count == 0
        ? null
        : JsonSerializer.Serialize(
            preferred.ToDictionary(pair => SignalNames.Find(pair.Key) ?? default(SignalGroup), pair => pair.Value),
            StoredJson.Default.DictionarySignalGroupString);
}
