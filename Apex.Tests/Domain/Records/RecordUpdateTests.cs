using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Tests.Domain.Merging;

namespace Apex.Tests.Domain.Records;

public sealed class RecordUpdateTests
{
    private static readonly SourceRecord Stored = RecordBuilder.OfDay(SourceId.Garmin, new() { Steps = 4000, RestingHrBpm = 52 }) with
    {
        Version = new(Final: true, OrderAtMs: 100, Generation: 5),
    };

    [Fact]
    public void Apply_NothingStored_IsTheIncoming() => Assert.Equal(Stored, RecordUpdate.Apply(null, Stored, complete: true));

    [Fact]
    public void Apply_SameVersionAgain_ChangesNothing() => Assert.Null(RecordUpdate.Apply(Stored, Stored, complete: true));

    [Fact]
    public void Apply_SameVersionReadByAFixedParser_TakesTheNewReading()
    {
        var reread = Stored with { Values = new() { Steps = 4100, RestingHrBpm = 52 } };

        Assert.Equal(reread, RecordUpdate.Apply(Stored, reread, complete: true));
        Assert.Equal(reread, RecordUpdate.Apply(Stored, reread with { Values = new() { Steps = 4100 } }, complete: false));
    }

    [Fact]
    public void Apply_OlderVersion_IsIgnored() => Assert.Null(RecordUpdate.Apply(Stored, Incoming(99, new() { Steps = 1 }), complete: true));

    [Fact]
    public void Apply_OlderCopyReceivedEarlier_MovesOnlyTheFirstReceipt() =>
        Assert.Equal(
            Stored with { FirstReceivedAt = RecordBuilder.At(-5) },
            RecordUpdate.Apply(Stored, Incoming(99, new() { Steps = 1 }) with { FirstReceivedAt = RecordBuilder.At(-5) }, complete: true));

    [Fact]
    public void Apply_NewerPush_KeepsWhatItDoesNotState()
    {
        var incoming = Incoming(101, new() { Steps = 4100 });

        Assert.Equal(
            incoming with { FirstReceivedAt = Stored.FirstReceivedAt, Values = new() { Steps = 4100, RestingHrBpm = 52 } },
            RecordUpdate.Apply(Stored, incoming, complete: false));
    }

    [Fact]
    public void Apply_NewerFetch_ClearsWhatItDoesNotState()
    {
        var incoming = Incoming(101, new() { Steps = 4100 });

        Assert.Equal(incoming with { FirstReceivedAt = Stored.FirstReceivedAt }, RecordUpdate.Apply(Stored, incoming, complete: true));
    }

    [Fact]
    public void Apply_ContentABA_EndsAsA()
    {
        var second = RecordUpdate.Apply(Stored, Incoming(101, new() { Steps = 1 }), complete: true);
        var third = RecordUpdate.Apply(second, Incoming(102, Stored.Values), complete: true);

        Assert.Equal(Stored.Values, third!.Values);
    }

    [Fact]
    public void Apply_TentativeAfterFinal_IsIgnored() =>
        Assert.Null(RecordUpdate.Apply(Stored, Incoming(200, new() { Steps = 1 }) with { Version = new(false, 200, 9) }, complete: true));

    [Fact]
    public void Apply_Delete_LeavesAnEmptyTombstoneOnTheStoredDay()
    {
        var delete = Incoming(101, new()) with { Deleted = true, Day = RecordBuilder.Day.AddDays(3), Version = new(false, 101, 9) };

        Assert.Equal(
            delete with { Day = Stored.Day, FirstReceivedAt = Stored.FirstReceivedAt, Version = new(true, 101, 9) },
            RecordUpdate.Apply(Stored, delete, complete: true));
    }

    [Fact]
    public void Apply_DeleteOfSomethingUnknown_StillBlocksOlderCopies()
    {
        var tombstone = RecordUpdate.Apply(null, Incoming(101, new()) with { Deleted = true }, complete: true);

        Assert.Null(RecordUpdate.Apply(tombstone, Stored with { FirstReceivedAt = tombstone!.FirstReceivedAt }, complete: true));
    }

    [Fact]
    public void Apply_NewerPushAfterDelete_RevivesWithoutTheDeletedValues()
    {
        var tombstone = RecordUpdate.Apply(Stored, Incoming(101, new()) with { Deleted = true }, complete: true);

        var revived = RecordUpdate.Apply(tombstone, Incoming(102, new() { Steps = 5 }), complete: false);

        Assert.Equal((false, new RecordValues { Steps = 5 }), (revived!.Deleted, revived.Values));
    }

    [Fact]
    public void Apply_EssentialValueDropped_IsNoVersion()
    {
        Assert.Null(RecordUpdate.Apply(Stored, Incoming(101, new()), complete: true));
        Assert.Null(RecordUpdate.Apply(null, RecordBuilder.Hrv(SourceId.Garmin, 40) with { Values = new() { RestingHrBpm = 50 } }, complete: true));
    }

    [Fact]
    public void Apply_PartialSleep_KeepsTheFieldsOfTheStoredSession()
    {
        var stored = RecordBuilder.Sleep(SourceId.Garmin, RecordBuilder.Night with { LatencyMin = 9 });
        var session = RecordBuilder.Plain(-545, -60, 421) with { RemMin = 101 };

        var updated = RecordUpdate.Apply(stored, RecordBuilder.Sleep(SourceId.Garmin, session) with { Version = new(true, 2, 2) }, complete: false);

        Assert.Equal(session with { InBedMin = 480, DeepMin = 80, LightMin = 240, LatencyMin = 9 }, updated!.Values.Sleep);
    }

    [Fact]
    public void Apply_PartialHrv_BringsItsOwnKind()
    {
        var stored = RecordBuilder.Hrv(SourceId.AppleHealth, 40);
        var incoming = stored with { Version = new(true, 2, 2), Values = new() { HrvMs = 60, HrvKind = HrvKind.SdnnSpot } };

        Assert.Equal(incoming.Values, RecordUpdate.Apply(stored, incoming, complete: false)!.Values);
    }

    private static SourceRecord Incoming(long orderAtMs, RecordValues values) => Stored with
    {
        Version = new(Final: true, orderAtMs, Generation: 9),
        FirstReceivedAt = Stored.FirstReceivedAt.AddMinutes(10),
        Values = values,
    };
}
