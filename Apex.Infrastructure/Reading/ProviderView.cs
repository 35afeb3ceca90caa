using Apex.Domain.Quota;
using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Reading;

/// <summary>How Apex and one vendor get along.</summary>
/// <param name="SettingsSection">Where it is switched on: its Enabled.</param>
/// <param name="IsAsked">Apex fetches from it; false: it only sends.</param>
/// <param name="Connections">Count per status.</param>
/// <param name="LastDeliveryAt">The newest delivery accepted in the last two weeks.</param>
/// <param name="AckLimit">How soon it wants to hear from us; null: it does not say.</param>
/// <param name="Quota">One gauge per limit it states; none: it states none.</param>
public sealed record ProviderView(
    string Name,
    string DisplayName,
    bool Enabled,
    string SettingsSection,
    bool IsAsked,
    IReadOnlyDictionary<string, BoundedCount> Connections,
    DateTimeOffset? LastDeliveryAt,
    AckLimit? AckLimit,
    AckRecord AckLastHour,
    AckRecord AckLastDay,
    IReadOnlyList<QuotaGauge> Quota,
    CallTally CallsLastHour,
    ProviderError? LastError);

/// <summary>What a vendor heard over a time.</summary>
/// <param name="Accepted">Deliveries answered 2xx: stored, a repeat, or of no use.</param>
/// <param name="Refused">Not authentic, too large, unreadable.</param>
/// <param name="Unavailable">503: send again.</param>
/// <param name="P99Ms">At most this long took 99 of 100 that were not refused; known by steps. Null: there were none.</param>
/// <param name="SlowestMs">Of the same.</param>
/// <param name="OverLimit">How many of the same took longer than the vendor waits.</param>
public sealed record AckRecord(long Accepted, long Refused, long Unavailable, int? P99Ms, int? SlowestMs, long OverLimit);

/// <summary>One of a vendor's limits and how much of it is used.</summary>
/// <param name="Used">Requests that still count; of a person's limit: the person's with the most.</param>
/// <param name="Limit">What the vendor allows.</param>
/// <param name="UserId">Whose requests, when the limit is a person's.</param>
/// <param name="Classes">How far each class of requests may fill it, the highest first.</param>
public sealed record QuotaGauge(string Name, int SpanSeconds, QuotaScope Scope, long Used, int Limit, Guid? UserId, IReadOnlyList<ClassRoom> Classes);

/// <param name="Ceiling">Requests this class may bring the count to.</param>
/// <param name="FreeAt">When one more would fit; null: now.</param>
public sealed record ClassRoom(CallClass Class, int Ceiling, DateTimeOffset? FreeAt);

/// <param name="Requests">HTTP requests the workers made.</param>
/// <param name="Throttled">Runs that ended with a 429.</param>
/// <param name="IsCut">There were more runs than were looked at.</param>
public sealed record CallTally(long Requests, long Throttled, bool IsCut);

/// <param name="Stage">The step that failed, if one did.</param>
/// <param name="Error">Stable key such as http_503.</param>
public sealed record ProviderError(DateTimeOffset At, string? Stage, string Error, int? HttpStatus);

/// <summary>All vendors at an instant.</summary>
public sealed record ProvidersModel(DateTimeOffset Now, IReadOnlyList<ProviderView> Providers);
