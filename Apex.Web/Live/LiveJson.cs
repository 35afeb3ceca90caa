using System.Text.Json.Serialization;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Live;

/// <summary>How the hub writes; names as in the HTTP API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserSnapshot))]
[JsonSerializable(typeof(LiveFleet))]
[JsonSerializable(typeof(DailyMetricsChange))]
[JsonSerializable(typeof(FreshnessChange))]
[JsonSerializable(typeof(QuotaChange))]
[JsonSerializable(typeof(DeadLetterChange))]
[JsonSerializable(typeof(Nudge))]
[JsonSerializable(typeof(string))]
internal sealed partial class LiveJson : JsonSerializerContext;
