using System.Text.Json;
using System.Text.Json.Serialization;
using Apex.Domain.Metrics;
using Apex.Domain.Polling;
using Apex.Domain.Records;
using Apex.Domain.Recovery;
using Apex.Infrastructure.Ingestion;

namespace Apex.Infrastructure.Storage;

/// <summary>How values are written into JSON columns. Names are stable: rows outlive releases.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SourceIdConverter)])]
[JsonSerializable(typeof(RecordValues))]
[JsonSerializable(typeof(Dictionary<SignalGroup, Origin>))]
[JsonSerializable(typeof(Dictionary<SignalGroup, string>))]
[JsonSerializable(typeof(RecoveryResult))]
[JsonSerializable(typeof(RunDetail))]
[JsonSerializable(typeof(PollState))]
internal sealed partial class StoredJson : JsonSerializerContext;

internal sealed class SourceIdConverter : JsonConverter<SourceId>
{
    public override SourceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, SourceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
