using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>What was fetched, as it came; seeing it is audited.</summary>
public sealed class RawPayloadReader
{
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;

    internal RawPayloadReader(ApexStorage storage, ApexClock clock) => (_storage, _clock) = (storage, clock);

    public async Task<RevealedPayload?> RevealAsync(long id, string actor, CancellationToken ct = default)
    {
        var now = _clock.Now;
        await _storage.Writer.RunAsync(WriteLane.Work, session => AuditLog.WriteAsync(session, actor, "raw_payload.reveal", $"raw_payload:{id}", now));
        return await _storage.ReadAsync(
            session => session.FindAsync(
                "SELECT id, user_id, provider, kind, day, received_at, sha256, body_bytes, run_id, body FROM raw_payloads WHERE id = @id",
                reader => new RevealedPayload(
                    RawPayloadView.Read(reader), RevealedBody.Of(reader.GetInt64(0), BodyCodec.Decode(reader.GetFieldValue<byte[]>(9), reader.GetInt32(7)))),
                ("@id", id)),
            ct);
    }
}

/// <summary>A payload with its body.</summary>
public sealed record RevealedPayload(RawPayloadView Payload, RevealedBody Content);
