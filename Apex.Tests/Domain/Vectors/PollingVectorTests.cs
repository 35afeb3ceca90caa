using Apex.Domain.Freshness;
using Apex.Domain.Polling;
using Apex.Domain.Time;
using Apex.Domain.Wake;
using static Apex.Tests.Domain.Vectors.VectorFile;

namespace Apex.Tests.Domain.Vectors;

public sealed class PollingVectorTests
{
    private const string File = "polling.json";

    public static TheoryData<int> Wakes => Indexes(File, "wake", 11);

    public static TheoryData<int> StepsPolls => Indexes(File, "stepsPoll", 11);

    public static TheoryData<int> Percentiles => Indexes(File, "percentile", 5);

    [Theory, MemberData(nameof(Wakes))]
    public void Estimate_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "wake")[index];
        var expected = row.GetProperty("expected");
        var history = row.GetProperty("history").EnumerateArray().Select(morning => new WakeMorning(morning.Day("date"), (int)morning.Number("minute")!.Value));

        var estimate = WakeEstimator.Estimate(history, row.Day("day"));

        AssertClose(expected.Number("spreadMin"), estimate.SpreadMin, "spreadMin");
        Assert.Equal(
            ((int)expected.Number("minute")!.Value, Basis(expected.Text("basis")), (int)expected.Number("n")!.Value, expected.GetProperty("irregular").GetBoolean()),
            (estimate.MinuteOfDay, estimate.Basis, estimate.Mornings, estimate.IsIrregular));
    }

    [Theory, MemberData(nameof(Wakes))]
    public void After_VectorsWake_IsElapsedTimeFromIt(int index)
    {
        var row = Rows(File, "wake")[index];
        var (expected, zone) = (row.GetProperty("expected"), row.Text("zone"));
        var estimate = new WakeEstimate((int)expected.Number("minute")!.Value, 15, Basis(expected.Text("basis")), 0, IsIrregular: false);

        var wake = WakeDetector.Detect(new WakeSigns(), estimate, row.Day("day"), zone);
        var polls = SleepPolls.After(wake.At, wake.IsIrregular, pushes: false);
        var gap = SleepPolls.After(wake.At, wake.IsIrregular, pushes: true, gapCheck: TimeSpan.FromHours(2));

        Assert.Equal(
            (expected.Instant("wakeUtc"), expected.Text("wakeLocal"), expected.Instant("p1"), expected.Instant("gapCheck"), expected.Instant("p2"), expected.Text("p1Local")),
            (wake.At, Local(wake.At, zone), polls[0].At, gap[0].At, polls[1].At, Local(polls[0].At, zone)));
    }

    [Theory, MemberData(nameof(StepsPolls))]
    public void Next_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "stepsPoll")[index];
        var (expected, now, zone) = (row.GetProperty("expected"), row.Instant("nowUtc"), row.Text("zone"));

        var next = DayBands.Next(now, zone);

        Assert.Equal(
            ((int)expected.Number("cadenceMin")!.Value, expected.Instant("nextUtc"), expected.Text("nextLocal")),
            (DayBands.EveryMin((int)LocalDays.ToLocal(now, zone).TimeOfDay.TotalMinutes), next, Local(next, zone)));
    }

    [Theory, MemberData(nameof(Percentiles))]
    public void Of_Vector_KeepsWhatNeverArrived(int index)
    {
        var row = Rows(File, "percentile")[index];
        TimeSpan?[] latenesses = [.. row.GetProperty("latenciesMin").EnumerateArray().Select(cell => cell.ValueKind == System.Text.Json.JsonValueKind.Null ? (TimeSpan?)null : TimeSpan.FromMinutes(cell.GetDouble()))];

        Assert.Equal(row.Number("expected"), NearestRank.Of(latenesses, row.Number("q")!.Value)?.TotalMinutes);
    }

    private static string Local(DateTimeOffset instant, string zone) => LocalDays.ToLocal(instant, zone).ToString("yyyy-MM-ddTHH:mm:sszzz", null);

    private static WakeBasis Basis(string name) => name switch
    {
        "weekday" => WakeBasis.Weekday,
        "weekend" => WakeBasis.Weekend,
        "all" => WakeBasis.AllDays,
        "fallback" => WakeBasis.Fallback,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown basis."),
    };
}
