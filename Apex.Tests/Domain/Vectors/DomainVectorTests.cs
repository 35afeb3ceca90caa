using Apex.Domain.Activity;
using Apex.Domain.Freshness;
using Apex.Domain.Time;
using static Apex.Tests.Domain.Vectors.VectorFile;

namespace Apex.Tests.Domain.Vectors;

public sealed class DomainVectorTests
{
    private const string File = "domain.json";

    public static TheoryData<int> WakeDates => Indexes(File, "wakeDate", 6);

    public static TheoryData<int> Durations => Indexes(File, "dstDuration", 4);

    public static TheoryData<int> LenientTimes => Indexes(File, "lenientLocalToUtc", 10);

    public static TheoryData<int> Strains => Indexes(File, "strain", 9);

    public static TheoryData<int> Workouts => Indexes(File, "banister", 3);

    public static TheoryData<int> Weeks => Indexes(File, "whoWeek", 4);

    public static TheoryData<int> Ages => Indexes(File, "ageText", 12);

    public static TheoryData<int> Latenesses => Indexes(File, "attribution", 11);

    [Theory, MemberData(nameof(WakeDates))]
    public void DayOf_Vector_IsLocalDateOfTheEnd(int index)
    {
        var row = Rows(File, "wakeDate")[index];

        Assert.Equal(row.Day("expected"), LocalDays.DayOf(row.Instant("endUtc"), row.Text("zone"), (int?)row.Number("offsetMin")));
    }

    [Theory, MemberData(nameof(Durations))]
    public void ToLocal_AcrossDst_ElapsedTimeIsOfInstants(int index)
    {
        var row = Rows(File, "dstDuration")[index];
        var expected = row.GetProperty("expected");

        var start = LocalDays.ToLocal(row.Instant("startUtc"), row.Text("zone"));
        var end = LocalDays.ToLocal(row.Instant("endUtc"), row.Text("zone"));

        Assert.Equal(
            (expected.Number("elapsedHours"), expected.Number("wallClockHours")),
            ((end - start).TotalHours, (end.DateTime - start.DateTime).TotalHours));
        Assert.Equal(
            (expected.Text("localStart"), expected.Text("localEnd")),
            (start.ToString("yyyy-MM-ddTHH:mm:sszzz", null), end.ToString("yyyy-MM-ddTHH:mm:sszzz", null)));
    }

    [Theory, MemberData(nameof(LenientTimes))]
    public void ToUtcLenient_Vector_FollowsNodaRule(int index)
    {
        var row = Rows(File, "lenientLocalToUtc")[index];

        var utc = LocalDays.ToUtcLenient(row.Day("day"), (int)row.Number("minute")!.Value, row.Text("zone"));

        Assert.Equal((row.Instant("expected"), TimeSpan.Zero), (utc, utc.Offset));
    }

    [Theory, MemberData(nameof(Strains))]
    public void Estimate_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "strain")[index];
        var (input, expected) = (row.GetProperty("input"), row.GetProperty("expected"));
        double[]? zones = input.TryGetProperty("zones", out var minutes) ? [.. minutes.EnumerateArray().Select(zone => zone.GetDouble())] : null;

        var estimate = Strain.Estimate(zones, input.Number("moderate"), input.Number("vigorous"), (int?)input.Number("steps"));

        AssertClose(expected.Number("trimp"), estimate?.Trimp, "trimp");
        AssertClose(expected.Number("strain"), estimate?.Strain, "strain");
        AssertClose(expected.Number("strain100"), estimate?.Strain100, "strain100");
        Assert.Equal(expected.TextOrNull("source"), estimate?.Source);
    }

    [Theory, MemberData(nameof(Workouts))]
    public void Banister_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "banister")[index];

        var trimp = Trimp.Banister(
            row.Number("minutes")!.Value,
            row.Number("hr")!.Value,
            row.Number("rest")!.Value,
            row.Number("max")!.Value,
            row.Number("a") == BanisterWeights.Men.A ? BanisterWeights.Men : BanisterWeights.Women);

        AssertClose(row.Number("expected"), trimp, "trimp");
    }

    [Theory, MemberData(nameof(Weeks))]
    public void WhoWeek_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "whoWeek")[index];

        WhoWeek week = new(row.Number("moderate")!.Value, row.Number("vigorous")!.Value);

        AssertClose(row.GetProperty("expected").Number("moderateEquivalent"), week.ModerateEquivalent, "moderateEquivalent");
        AssertClose(row.GetProperty("expected").Number("percentOf150"), week.PercentOfGoal, "percentOf150");
    }

    [Theory, MemberData(nameof(Ages))]
    public void AgeText_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "ageText")[index];

        Assert.Equal(row.Text("expected"), AgeText.Of(TimeSpan.FromSeconds(row.Number("seconds")!.Value)));
    }

    [Theory, MemberData(nameof(Latenesses))]
    public void Attribution_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "attribution")[index];
        var input = row.GetProperty("input");

        var attributed = Attribution.Of(new()
        {
            EventAt = input.Instant("event"),
            DueAt = input.Instant("event").AddMinutes(input.Number("slaMin")!.Value),
            Now = input.Instant("now"),
            DeviceSyncedAt = InstantOrNull("deviceSynced"),
            VendorUpdatedAt = InstantOrNull("vendor"),
            ReceivedAt = InstantOrNull("received"),
            AvailableAt = InstantOrNull("available"),
            IsRevoked = input.TextOrNull("connection") == "revoked",
            WeFailed = Is("tokenRefreshFailedByUs"),
            VendorDelivers = Is("webhookProvider") && Is("vendorSentLate"),
            VendorIncident = Is("vendorIncident"),
            ExposesDeviceSync = !Is("deviceSyncUnknown"),
        });

        Assert.Equal((row.Text("expected"), false), (attributed.Verdict.ToString(), attributed.Inferred));

        DateTimeOffset? InstantOrNull(string name) => input.TryGetProperty(name, out _) ? input.Instant(name) : null;
        bool Is(string name) => input.TryGetProperty(name, out var flag) && flag.GetBoolean();
    }
}
