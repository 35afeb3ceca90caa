using System.Text.Json;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Collects what one claim did; becomes its run row.</summary>
internal sealed class RunFacts(ApexClock clock, DateTimeOffset startedAt)
{
    private const string Insert = """
        INSERT INTO runs (work_item_id, provider, external_user_id, family, day, user_id, connection_id, started_at, ended_at, outcome, stage, error, http_status,
          requests, bytes, messages, records, drops, days_changed, detail)
        VALUES (@item, @provider, @person, @family, @day, @user, @connection, @started, @ended, @outcome, @stage, @error, @http, @requests, @bytes, @messages,
          @records, @drops, @days, @detail)
        RETURNING id
        """;

    private readonly List<RunStep> _steps = [];
    private long _stepStarted = clock.Time.GetTimestamp();

    public int? HttpStatus { get; set; }

    public int Requests { get; set; }

    public long Bytes { get; set; }

    /// <summary>Ends the step that ran until now.</summary>
    public void Step(string name)
    {
        var now = clock.Time.GetTimestamp();
        _steps.Add(new(name, Math.Round(clock.Time.GetElapsedTime(_stepStarted, now).TotalMilliseconds, 2)));
        _stepStarted = now;
    }

    public Task<long> InsertAsync(DbSession session, ItemContext context, ItemFindings? findings, RunOutcome outcome)
    {
        var item = context.Item;
        var detail = new RunDetail([.. _steps], findings?.Findings ?? [], (findings?.Drops ?? 0) - (findings?.Findings.Count ?? 0));
        return session.ScalarAsync<long>(
            Insert,
            ("@item", item.Id), ("@provider", item.Provider), ("@person", item.ExternalUserId), ("@family", item.Family), ("@day", item.Day),
            ("@user", context.User?.Id), ("@connection", context.Connection?.Id), ("@started", startedAt.ToUnixTimeMilliseconds()), ("@ended", clock.NowMs),
            ("@outcome", outcome.Name), ("@stage", outcome.Stage), ("@error", outcome.Error), ("@http", HttpStatus), ("@requests", Requests),
            ("@bytes", Bytes), ("@messages", context.Messages.Count), ("@records", findings?.Records.Count ?? 0), ("@drops", findings?.Drops ?? 0),
            ("@days", outcome.DaysChanged), ("@detail", JsonSerializer.Serialize(detail, StoredJson.Default.RunDetail)));
    }
}

/// <param name="Name">stored, unchanged, orphan, waiting, retry, dead, dropped.</param>
/// <param name="Stage">The step that failed, or null.</param>
/// <param name="Error">Stable key plus path or status; never a value.</param>
internal sealed record RunOutcome(string Name, string? Stage = null, string? Error = null, int DaysChanged = 0);
