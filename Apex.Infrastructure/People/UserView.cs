using System.Text.Json.Serialization;

namespace Apex.Infrastructure.People;

/// <summary>A person whose data is kept.</summary>
/// <param name="ExternalId">The installer's own key for this person.</param>
/// <param name="TimeZone">IANA zone in force.</param>
/// <param name="PreferredSources">Signal (see <see cref="Reading.SignalNames"/>) to source; signals without one follow the merge rules.</param>
public sealed record UserView(
    Guid Id,
    string? ExternalId,
    string DisplayName,
    string TimeZone,
    double SleepNeedHours,
    IReadOnlyDictionary<string, string> PreferredSources,
    DateTimeOffset CreatedAt);

/// <summary>A person to be known.</summary>
/// <param name="ExternalId">A known one answers with the person it already names.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewUser(string? ExternalId, string? DisplayName, string? TimeZone, double? SleepNeedHours = null);

/// <summary>What to change; null leaves as it is.</summary>
/// <param name="PreferredSources">Replaces all preferences; an empty map clears them.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UserPatch(
    string? DisplayName = null, string? TimeZone = null, double? SleepNeedHours = null, IReadOnlyDictionary<string, string>? PreferredSources = null);

/// <param name="Created">False: the external id was known, this is that person.</param>
public sealed record SavedUser(UserView User, bool Created);
