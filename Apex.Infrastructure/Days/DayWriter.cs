using System.Text.Json;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Writes a plan inside the store's transaction.</summary>
internal static class DayWriter
{
    private const string Record = """
        INSERT INTO source_records (user_id, connection_id, type, external_id, source, via, day, final, order_at, generation, first_received_at,
          last_received_at, deleted, record_values, run_id, raw_sha256)
        VALUES (@user, @connection, @type, @id, @source, @via, @day, @final, @order, @generation, @first, @now, @deleted, @values, @run, @raw)
        ON CONFLICT (connection_id, type, external_id) DO UPDATE SET source = excluded.source, via = excluded.via, day = excluded.day, final = excluded.final,
          order_at = excluded.order_at, generation = excluded.generation, first_received_at = excluded.first_received_at, last_received_at = excluded.last_received_at,
          deleted = excluded.deleted, record_values = excluded.record_values,
          run_id = CASE WHEN @newer THEN excluded.run_id ELSE source_records.run_id END,
          raw_sha256 = CASE WHEN @newer THEN excluded.raw_sha256 ELSE source_records.raw_sha256 END
        """;

    private const string SourceDay = """
        INSERT INTO source_days (user_id, date, source, signal_group, value, kind) VALUES (@user, @day, @source, @group, @value, @kind)
        ON CONFLICT (user_id, date, source, signal_group) DO UPDATE SET value = excluded.value, kind = excluded.kind
        """;

    private const string NoSourceDay = "DELETE FROM source_days WHERE user_id = @user AND date = @day AND source = @source AND signal_group = @group";

    private const string Daily = """
        INSERT INTO daily_metrics (user_id, date, sleep_duration_hours, sleep_efficiency, sleep_onset_minutes, rem_percentage, deep_percentage, light_percentage,
          awake_percentage, hrv_avg, hrv_kind, rhr_avg, recovery_score, steps, activity_minutes, strain_score, strain_source, nap_minutes, wake_at,
          is_provisional_sleep, wearable_source, synced_at, origins, recovery, inputs_hash, revision)
        VALUES (@user, @day, @hours, @efficiency, @onset, @rem, @deep, @light, @awake, @hrv, @hrvKind, @rhr, @score, @steps, @activity, @strain, @strainSource,
          @nap, @wake, @provisional, @source, @now, @origins, @recovery, @hash, 1)
        ON CONFLICT (user_id, date) DO UPDATE SET sleep_duration_hours = excluded.sleep_duration_hours, sleep_efficiency = excluded.sleep_efficiency,
          sleep_onset_minutes = excluded.sleep_onset_minutes, rem_percentage = excluded.rem_percentage, deep_percentage = excluded.deep_percentage,
          light_percentage = excluded.light_percentage, awake_percentage = excluded.awake_percentage, hrv_avg = excluded.hrv_avg, hrv_kind = excluded.hrv_kind,
          rhr_avg = excluded.rhr_avg, previous_score = @previous, score_changed_at = @changed, recovery_score = excluded.recovery_score, steps = excluded.steps,
          activity_minutes = excluded.activity_minutes, strain_score = excluded.strain_score, strain_source = excluded.strain_source,
          nap_minutes = excluded.nap_minutes, wake_at = excluded.wake_at, is_provisional_sleep = excluded.is_provisional_sleep,
          wearable_source = excluded.wearable_source, synced_at = excluded.synced_at, origins = excluded.origins, recovery = excluded.recovery,
          inputs_hash = excluded.inputs_hash, revision = daily_metrics.revision + 1
        """;

    public static void Enqueue(DbSession session, Guid userId, DayPlan plan, long runId, DateTimeOffset now)
    {
        plan.Records.ForEach(record => EnqueueRecord(session, userId, record, runId, now));
        plan.SourceDays.ForEach(day => EnqueueSourceDay(session, userId, day.Key, day.Value));
        plan.Days.ForEach(day => EnqueueDay(session, userId, day, now));
        FreshnessWriter.Enqueue(session, userId, plan, now);
    }

    private static void EnqueueRecord(DbSession session, Guid userId, PlannedRecord planned, long runId, DateTimeOffset now)
    {
        var record = planned.Record;
        session.Enqueue(
            Record,
            ("@user", userId), ("@connection", record.ConnectionId), ("@type", record.Type.ToString()), ("@id", record.ExternalId),
            ("@source", record.Source.Value), ("@via", record.Via), ("@day", record.Day), ("@final", record.Version.Final),
            ("@order", record.Version.OrderAtMs), ("@generation", record.Version.Generation),
            ("@first", record.FirstReceivedAt.ToUnixTimeMilliseconds()), ("@now", now.ToUnixTimeMilliseconds()), ("@deleted", record.Deleted),
            ("@values", JsonSerializer.Serialize(record.Values, StoredJson.Default.RecordValues)), ("@run", runId), ("@raw", planned.RawSha256), ("@newer", planned.IsNewVersion));
    }

    private static void EnqueueSourceDay(DbSession session, Guid userId, SourceDayKey key, SourceDayValue? value)
    {
        if (value is { } present)
        {
            session.Enqueue(
                SourceDay,
                ("@user", userId), ("@day", key.Day), ("@source", key.Source.Value), ("@group", key.Group.ToString()), ("@value", present.Value), ("@kind", present.Kind));
        }
        else
        {
            session.Enqueue(NoSourceDay, ("@user", userId), ("@day", key.Day), ("@source", key.Source.Value), ("@group", key.Group.ToString()));
        }
    }

    private static void EnqueueDay(DbSession session, Guid userId, PlannedDay planned, DateTimeOffset now)
    {
        var values = planned.Merged.Values;
        var scoreMoved = planned.Before is { RecoveryScore: not null } before && before.RecoveryScore != planned.Score;
        session.Enqueue(
            Daily,
            ("@user", userId), ("@day", planned.Day), ("@hours", values.SleepDurationHours), ("@efficiency", values.SleepEfficiency),
            ("@onset", values.SleepOnsetMinutes), ("@rem", values.RemPercentage), ("@deep", values.DeepPercentage), ("@light", values.LightPercentage),
            ("@awake", values.AwakePercentage), ("@hrv", values.HrvAvgMs), ("@hrvKind", values.HrvKind?.ToString()), ("@rhr", values.RestingHrBpm),
            ("@score", planned.Score), ("@steps", values.Steps), ("@activity", values.ActivityMinutes), ("@strain", values.StrainScore),
            ("@strainSource", values.StrainSource), ("@nap", values.NapMinutes), ("@wake", values.WakeAt?.ToUnixTimeMilliseconds()),
            ("@provisional", values.IsProvisionalSleep), ("@source", planned.Merged.WearableSource?.Value), ("@now", now.ToUnixTimeMilliseconds()),
            ("@origins", planned.Origins), ("@recovery", JsonSerializer.Serialize(planned.Recovery, StoredJson.Default.RecoveryResult)), ("@hash", planned.InputsHash),
            ("@previous", scoreMoved ? planned.Before!.RecoveryScore : null), ("@changed", scoreMoved ? now.ToUnixTimeMilliseconds() : null));
    }
}
