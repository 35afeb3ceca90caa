using System.Globalization;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Backfill;

/// <summary>The part of a backfill that a work item stands for.</summary>
internal sealed record BackfillChunk(Guid BackfillId, Guid UserId, string Provider, string ExternalUserId, DateOnly FirstDay, DateOnly LastDay)
{
    // The newest that names the day: a dead letter of an older one may be replayed while another runs over the same days.
    private const string Of = """
        SELECT b.id, b.user_id, c.first_day FROM connections k JOIN backfills b ON b.connection_id = k.id
          JOIN backfill_chunks c ON c.backfill_id = b.id AND c.last_day = @day
        WHERE k.provider = @provider AND k.external_user_id = @person AND b.state <> 'cancelled' ORDER BY b.created_at DESC LIMIT 1
        """;

    /// <param name="day">The item's: the chunk's last.</param>
    /// <returns>Null: the backfill was cancelled, or is not known any more.</returns>
    public static async Task<BackfillChunk?> FindAsync(DbSession session, string provider, string person, string day) =>
        !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            ? null
            : await session.FindAsync(
                Of,
                reader => new BackfillChunk(reader.GetGuid(0), reader.GetGuid(1), provider, person, reader.Date(2), last),
                ("@provider", provider), ("@person", person), ("@day", last));
}
