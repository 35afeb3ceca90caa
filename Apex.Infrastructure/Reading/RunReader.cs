using System.Data.Common;
using System.Text.Json;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads what the workers did.</summary>
public sealed class RunReader
{
    /// <summary>Messages and payloads shown of one run.</summary>
    private const int MaxParts = 200;

    private const string Columns = """
        id, work_item_id, provider, external_user_id, family, day, user_id, connection_id, started_at, ended_at, outcome, stage, error, http_status, requests, bytes,
        messages, records, drops, days_changed
        """;

    private readonly ApexStorage _storage;

    internal RunReader(ApexStorage storage) => _storage = storage;

    /// <summary>A person's runs, newest first.</summary>
    public async Task<Page<RunView>> OfUserAsync(Guid userId, long? before, int limit, CancellationToken ct = default)
    {
        var runs = await _storage.ReadAsync(
            session => session.QueryAsync(
                $"SELECT {Columns} FROM runs WHERE user_id = @user AND id < @before ORDER BY id DESC LIMIT {limit + 1}",
                Read, ("@user", userId), ("@before", before ?? long.MaxValue)),
            ct);
        return Page.Cut(runs, limit, run => run.Id);
    }

    public Task<RunStory?> FindAsync(long id, CancellationToken ct = default) => _storage.ReadAsync(session => FindAsync(session, id), ct);

    private static async Task<RunStory?> FindAsync(DbSession session, long id)
    {
        var found = await session.FindAsync(
            $"SELECT {Columns}, detail FROM runs WHERE id = @id", reader => Tuple.Create(Read(reader), reader.GetString(20)), ("@id", id));
        if (found is null)
        {
            return null;
        }

        var (run, detail) = (found.Item1, JsonSerializer.Deserialize(found.Item2, StoredJson.Default.RunDetail)!);
        var messages = await session.QueryAsync(
            $"SELECT {MessageRows.Columns} FROM inbox_messages WHERE run_id = @run ORDER BY id LIMIT {MaxParts}", MessageRows.Read, ("@run", id));

        // By way of the person: payloads are indexed by person and day, not by run.
        var payloads = run.UserId is not { } userId ? [] : await session.QueryAsync(
            $"""
            SELECT id, user_id, provider, kind, day, received_at, sha256, body_bytes, run_id FROM raw_payloads
            WHERE user_id = @user AND day = @day AND run_id = @run ORDER BY id LIMIT {MaxParts}
            """,
            RawPayloadView.Read, ("@user", userId), ("@day", run.Day), ("@run", id));
        return new(
            run, [.. detail.Steps.Select(step => new RunStepView(step.Name, step.Ms))],
            [.. detail.Findings.Select(finding => new FindingView(finding.Path, finding.Reason))], detail.MoreFindings, messages, payloads);
    }

    private static RunView Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GuidOrNull(6),
        reader.GuidOrNull(7), reader.Instant(8), reader.Instant(9), reader.GetString(10), reader.TextOrNull(11), reader.TextOrNull(12), reader.IntOrNull(13),
        reader.GetInt32(14), reader.GetInt64(15), reader.GetInt32(16), reader.GetInt32(17), reader.GetInt32(18), reader.GetInt32(19));
}
