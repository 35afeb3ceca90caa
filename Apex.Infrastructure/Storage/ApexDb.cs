using Apex.Infrastructure.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Apex.Infrastructure.Storage;

/// <summary>One schema for both databases. Instants are UTC Unix ms in 64-bit integers: SQLite can neither order nor compare DateTimeOffset.</summary>
internal abstract class ApexDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<UserZoneRow> UserZones => Set<UserZoneRow>();

    public DbSet<ConnectionRow> Connections => Set<ConnectionRow>();

    public DbSet<ErasedAccountRow> ErasedAccounts => Set<ErasedAccountRow>();

    public DbSet<DeregistrationRow> Deregistrations => Set<DeregistrationRow>();

    public DbSet<MessageRow> Messages => Set<MessageRow>();

    public DbSet<SeenRow> Seen => Set<SeenRow>();

    public DbSet<WorkItemRow> WorkItems => Set<WorkItemRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<RawPayloadRow> RawPayloads => Set<RawPayloadRow>();

    public DbSet<SourceRecordRow> SourceRecords => Set<SourceRecordRow>();

    public DbSet<SourceDayRow> SourceDays => Set<SourceDayRow>();

    public DbSet<DailyMetricsRow> DailyMetrics => Set<DailyMetricsRow>();

    public DbSet<FreshnessRow> Freshness => Set<FreshnessRow>();

    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<OutageRow> Outages => Set<OutageRow>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Tables.Configure(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }
}
