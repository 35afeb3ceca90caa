using System.Data.Common;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>A fetched payload without its body.</summary>
/// <param name="Kind">Which document or list of the vendor it is.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record RawPayloadView(
    long Id, Guid UserId, string Provider, string Kind, string Day, DateTimeOffset ReceivedAt, string Sha256, int BodyBytes, long RunId)
{
    internal static RawPayloadView Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.Instant(5),
        Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(6)), reader.GetInt32(7), reader.GetInt64(8));
}
