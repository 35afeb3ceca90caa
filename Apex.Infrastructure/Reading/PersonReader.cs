using System.Data.Common;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>What a person's page needs beyond the other readers: the records behind a value, and which vendors one can connect.</summary>
public sealed class PersonReader
{
    private const int MaxRecords = 20;

    private readonly ApexStorage _storage;
    private readonly ProviderRegistry _providers;

    internal PersonReader(ApexStorage storage, ProviderRegistry providers) => (_storage, _providers) = (storage, providers);

    /// <summary>Vendors switched on, by name; with whether they are asked for data and so need a token.</summary>
    public IReadOnlyList<VendorChoice> Vendors =>
    [
        .. _providers.All.Where(provider => provider.Traits.Enabled)
            .Select(provider => new VendorChoice(provider.Traits.Name, provider.Traits.DisplayName, provider is IPullProvider))
            .OrderBy(vendor => vendor.DisplayName, StringComparer.Ordinal),
    ];

    /// <summary>The stored records an origin names.</summary>
    public Task<List<RecordView>> RecordsAsync(Guid userId, OriginView origin, CancellationToken ct = default) => _storage.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT id, type, external_id, source, via, day, final, deleted, first_received_at, last_received_at, run_id FROM source_records
            WHERE connection_id = @connection AND external_id = @id AND user_id = @user ORDER BY type LIMIT {MaxRecords}
            """,
            Read, ("@connection", origin.ConnectionId), ("@id", origin.ExternalId), ("@user", userId)),
        ct);

    private static RecordView Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.TextOrNull(4), reader.Date(5), reader.GetBoolean(6), reader.GetBoolean(7),
        reader.Instant(8), reader.Instant(9), reader.GetInt64(10));
}

/// <param name="NeedsToken">The vendor is asked with the person's token.</param>
public sealed record VendorChoice(string Name, string DisplayName, bool NeedsToken);

/// <summary>One record of a vendor, as last received.</summary>
/// <param name="Via">The aggregator it came through.</param>
/// <param name="IsFinal">The vendor will not correct it any more.</param>
/// <param name="RunId">The run that stored it.</param>
public sealed record RecordView(
    long Id,
    string Type,
    string ExternalId,
    string Source,
    string? Via,
    DateOnly Day,
    bool IsFinal,
    bool IsDeleted,
    DateTimeOffset FirstReceivedAt,
    DateTimeOffset LastReceivedAt,
    long RunId);
