using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using static Apex.Tests.Domain.Merging.RecordBuilder;

namespace Apex.Tests.Domain.Merging;

public sealed class AffectedDaysTests
{
    /// <summary>Ends Sunday 23:40 local.</summary>
    private static readonly SourceRecord Evening = Sleep(SourceId.Oura, Plain(-720, -500, 190), id: "evening");

    [Fact]
    public void AffectedDays_NewRecord_IsItsDay() =>
        Assert.Equal([Day], DayMerger.AffectedDays(null, Sleep(SourceId.Oura, Night), [], Zone));

    [Fact]
    public void AffectedDays_RecordMoved_IsBothDays() =>
        Assert.Equal(
            [Day, Day.AddDays(1)],
            DayMerger.AffectedDays(OfDay(SourceId.Oura, new() { Steps = 1 }), OfDay(SourceId.Oura, new() { Steps = 1 }) with { Day = Day.AddDays(1) }, [], Zone));

    [Theory]
    [InlineData(60, 2)]
    [InlineData(61, 1)]
    public void AffectedDays_SleepOfTheDayBefore_CountsWithinAnHour(double gapMin, int days) =>
        Assert.Equal(days, DayMerger.AffectedDays(null, Sleep(SourceId.Oura, Plain(-500 + gapMin, -60, 300)), [Evening], Zone).Count);

    /// <summary>Three fragments, two before midnight: the first one's change moves the night the third one ends.</summary>
    [Fact]
    public void AffectedDays_ChainOfFragments_ReachesTheDayItEnds() =>
        Assert.Equal(
            [Day.AddDays(-1), Day],
            DayMerger.AffectedDays(
                null,
                Sleep(SourceId.Oura, Plain(-840, -740, 90), id: "nodded off"),
                [Sleep(SourceId.Oura, Plain(-470, -60, 300)), Evening],
                Zone).Order());

    [Fact]
    public void AffectedDays_NeighbourOfAnotherSource_DoesNotCount() =>
        Assert.Equal([Day], DayMerger.AffectedDays(null, Sleep(SourceId.Whoop, Plain(-470, -60, 300)), [Evening], Zone));

    [Fact]
    public void AffectedDays_Deleted_IsTheDayItHadAndThoseItHadJoined()
    {
        var stored = Sleep(SourceId.Oura, Plain(-470, -60, 300));

        Assert.Equal(
            [Day.AddDays(-1), Day],
            DayMerger.AffectedDays(stored, stored with { Deleted = true, Values = new() }, [stored, Evening], Zone).Order());
    }
}
