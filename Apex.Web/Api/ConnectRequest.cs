using System.Text.Json;
using System.Text.Json.Serialization;
using Apex.Infrastructure.Connections;

namespace Apex.Web.Api;

/// <summary>A grant a person has given elsewhere, taken over.</summary>
/// <param name="Provider">Such as listed by the error when it is unknown.</param>
/// <param name="ExternalUserId">The vendor's id of the person.</param>
/// <param name="Scopes">A list, or one text with spaces between.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConnectRequest(
    string? Provider,
    string? ExternalUserId,
    string? AccessToken,
    string? RefreshToken,
    DateTimeOffset? ExpiresAt,
    [property: JsonConverter(typeof(ScopesConverter))] IReadOnlyList<string>? Scopes)
{
    public NewConnection ToGrant() => new(Provider, ExternalUserId, AccessToken, RefreshToken, ExpiresAt, Scopes is { Count: > 0 } ? string.Join(' ', Scopes) : null);

    // A record prints its members; tokens must never reach a log by way of string interpolation.
    public override string ToString() => nameof(ConnectRequest);
}

/// <summary>OAuth servers answer scopes as one text; programs like lists.</summary>
internal sealed class ScopesConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        var scopes = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("The JSON value could not be converted to a list of scopes.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            scopes.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("The JSON value could not be converted to a scope."));
        }

        return scopes;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var scope in value)
        {
            writer.WriteStringValue(scope);
        }

        writer.WriteEndArray();
    }
}
