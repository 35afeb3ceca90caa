using Apex.Infrastructure.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Apex.Infrastructure.Storage;

/// <summary>Table names, keys and indexes. Foreign keys are left out where an erase or a retention run deletes in its own order.</summary>
internal static class Tables
{
    public static void Configure(ModelBuilder model)
    {
        People(model);
        Queue(model);
        Backfills(model);
        Data(model);
        Operations(model);
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<UserRow>(e =>
        {
            e.ToTable("users").HasKey(r => r.Id);
            e.HasIndex(r => r.ExternalId).IsUnique();
            e.HasIndex(r => new { r.DisplayName, r.Id });
        });
        model.Entity<UserZoneRow>().ToTable("user_zones").HasKey(r => new { r.UserId, r.Since });
        model.Entity<ConnectionRow>(e =>
        {
            e.ToTable("connections").HasKey(r => r.Id);
            e.Property(r => r.PollDueAt).HasDefaultValue(0L);
            e.HasIndex(r => r.PollDueAt).HasFilter("status = 'active'");
            e.HasIndex(r => r.TokenExpiresAt).HasFilter("status = 'active' AND token_expires_at IS NOT NULL");
            e.HasIndex(r => new { r.Provider, r.ExternalUserId }).IsUnique();
            e.HasIndex(r => r.UserId);
        });
        model.Entity<ErasedAccountRow>(e =>
        {
            e.ToTable("erased_accounts").HasKey(r => new { r.Provider, r.AccountHash });
            e.HasIndex(r => r.ErasedAt);
        });
        model.Entity<DeregistrationRow>(e =>
        {
            e.ToTable("deregistrations").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Provider, r.ExternalUserId }).IsUnique();
            e.HasIndex(r => r.DueAt);
        });
    }

    private static void Backfills(ModelBuilder model)
    {
        model.Entity<BackfillRow>(e =>
        {
            e.ToTable("backfills").HasKey(r => r.Id);
            e.HasIndex(r => new { r.UserId, r.CreatedAt });
            e.HasIndex(r => r.ConnectionId);
        });
        model.Entity<BackfillChunkRow>(e =>
        {
            e.ToTable("backfill_chunks").HasKey(r => new { r.BackfillId, r.LastDay });
            e.HasIndex(r => r.UserId);
        });
    }

    private static void Queue(ModelBuilder model)
    {
        model.Entity<MessageRow>(e =>
        {
            e.ToTable("inbox_messages").HasKey(r => r.Id);
            e.HasIndex(r => new { r.WorkItemId, r.Generation }).HasFilter("state = 'pending'");
            e.HasIndex(r => new { r.Provider, r.ExternalUserId }).HasFilter("state IN ('orphan', 'dead')");
            e.HasIndex(r => new { r.ExternalUserId, r.Provider, r.Id });
            e.HasIndex(r => r.RunId).HasFilter("run_id IS NOT NULL");
        });
        model.Entity<SeenRow>(e =>
        {
            e.ToTable("inbox_seen").HasKey(r => new { r.Provider, r.DeliveryKey });
            e.HasIndex(r => r.SeenAt);
        });
        model.Entity<WorkItemRow>(e =>
        {
            e.ToTable("work_items").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Provider, r.ExternalUserId, r.Family, r.Day }).IsUnique();
            e.HasIndex(r => new { r.Provider, r.Lane, r.DueAt });
        });
        model.Entity<RunRow>(e =>
        {
            e.ToTable("runs").HasKey(r => r.Id);
            e.HasIndex(r => new { r.UserId, r.Id });
            e.HasIndex(r => r.EndedAt);
            e.HasIndex(r => new { r.Provider, r.ExternalUserId }).HasFilter("user_id IS NULL");
        });
        model.Entity<DeadLetterRow>(e =>
        {
            e.ToTable("dead_letters").HasKey(r => r.Id);
            e.HasIndex(r => new { r.State, r.Id });
            e.HasIndex(r => new { r.UserId, r.Id });
            e.HasIndex(r => new { r.Provider, r.ExternalUserId }).HasFilter("user_id IS NULL");
        });
    }

    private static void Data(ModelBuilder model)
    {
        model.Entity<RawPayloadRow>(e =>
        {
            e.ToTable("raw_payloads").HasKey(r => r.Id);
            e.HasIndex(r => new { r.UserId, r.Day, r.Sha256 }).IsUnique();
            e.HasIndex(r => r.ReceivedAt);
        });
        model.Entity<SourceRecordRow>(e =>
        {
            e.ToTable("source_records").HasKey(r => r.Id);
            e.HasIndex(r => new { r.ConnectionId, r.Type, r.ExternalId }).IsUnique();
            e.HasIndex(r => new { r.UserId, r.Day });
        });
        model.Entity<SourceDayRow>().ToTable("source_days").HasKey(r => new { r.UserId, r.Date, r.Source, r.SignalGroup });
        model.Entity<DailyMetricsRow>(e =>
        {
            e.ToTable("daily_metrics").HasKey(r => r.Id);
            e.HasIndex(r => new { r.UserId, r.Date }).IsUnique().IsDescending(false, true);
            e.HasIndex(r => new { r.Date, r.UserId });
        });
        model.Entity<FreshnessRow>(e =>
        {
            e.ToTable("freshness").HasKey(r => new { r.UserId, r.Signal });
            e.HasIndex(r => r.NextChangeAt);
        });
    }

    private static void Operations(ModelBuilder model)
    {
        model.Entity<ApiKeyRow>(e =>
        {
            e.ToTable("api_keys").HasKey(r => r.Id);
            e.HasIndex(r => r.Sha256).IsUnique();
        });
        model.Entity<AuditRow>().ToTable("audit_log").HasKey(r => r.Id);
        model.Entity<QuotaWindowRow>().ToTable("quota_windows").HasKey(r => new { r.Provider, r.Name, r.Scope, r.BucketAt });
        model.Entity<AckMinuteRow>(e =>
        {
            e.ToTable("ack_minutes").HasKey(r => new { r.Provider, r.MinuteAt, r.Answer, r.WithinMs });
            e.HasIndex(r => r.MinuteAt);
        });
        model.Entity<ProviderHealthRow>().ToTable("provider_health").HasKey(r => r.Provider);
        model.Entity<JobRunRow>(e =>
        {
            e.ToTable("job_runs").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Job, r.Id });
        });
        model.Entity<OutageRow>().ToTable("outages").HasKey(r => r.Id);
        model.Entity<NodeRow>().ToTable("nodes").HasKey(r => r.Id);
    }
}
