using System.Text.Json;
using Apex.Domain.Records;
using Apex.Domain.Sleep;
using static Apex.Tests.Domain.Vectors.VectorFile;

namespace Apex.Tests.Domain.Vectors;

public sealed class SleepVectorTests
{
    private const string File = "domain.json";

    /// <summary>For rows that state time in bed and no instants.</summary>
    private static readonly DateTimeOffset SomeStart = new(2026, 5, 3, 21, 30, 0, TimeSpan.Zero);

    public static TheoryData<int> Sessions => Indexes(File, "sleepNormalise", 8);

    public static TheoryData<int> Merges => Indexes(File, "merge", 3);

    public static TheoryData<int> Picks => Indexes(File, "mainSleep", 4);

    [Theory, MemberData(nameof(Sessions))]
    public void Normalize_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "sleepNormalise")[index];
        var expected = row.GetProperty("expected");

        var result = SleepNormalizer.Normalize(Session(row.GetProperty("input")));

        Assert.Equal(expected.TextOrNull("error"), (result as SleepNormalization.Rejected)?.Reason);
        var sleep = (result as SleepNormalization.Accepted)?.Sleep;
        AssertClose(expected.Number("sleepDurationHours"), sleep?.SleepDurationHours, "sleepDurationHours");
        AssertClose(expected.Number("sleepEfficiency"), sleep?.EfficiencyPercent, "sleepEfficiency");
        AssertClose(expected.Number("remPercentage"), sleep?.RemPercent, "remPercentage");
        AssertClose(expected.Number("deepPercentage"), sleep?.DeepPercent, "deepPercentage");
        AssertClose(expected.Number("lightPercentage"), sleep?.LightPercent, "lightPercentage");
        AssertClose(expected.Number("awakeMinutes"), sleep?.AwakeMin, "awakeMinutes");
    }

    [Theory, MemberData(nameof(Merges))]
    public void Merge_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "merge")[index];
        // Given backwards: the order of arrival is nobody's business.
        var fragments = row.GetProperty("fragments").EnumerateArray().Reverse()
            .Select(fragment => Sleep(fragment[0].GetDateTimeOffset(), fragment[1].GetDateTimeOffset(), fragment[2].GetDouble()))
            .ToList();

        var merged = SleepFragments.Merge(fragments);

        var expected = row.GetProperty("expected").EnumerateArray().ToList();
        Assert.Equal(
            expected.Select(sleep => (sleep.Instant("startUtc"), sleep.Instant("endUtc"), sleep.Number("asleep"), sleep.Number("inBed"))),
            merged.Select(sleep => (sleep.StartUtc, sleep.EndUtc, (double?)sleep.AsleepMin, (double?)sleep.InBedMin)));
        foreach (var (want, got) in expected.Zip(merged))
        {
            AssertClose(want.Number("sleepEfficiency"), got.EfficiencyPercent, "sleepEfficiency");
        }
    }

    [Theory, MemberData(nameof(Picks))]
    public void Pick_Vector_MatchesReference(int index)
    {
        var row = Rows(File, "mainSleep")[index];
        var sessions = row.GetProperty("sessions").EnumerateArray()
            .Select(session => Sleep(session.Instant("startUtc"), session.Instant("endUtc"), session.Number("asleep")!.Value))
            .ToList();

        var pick = MainSleep.Pick(sessions, row.Text("zone"), row.Day("day"));

        var expected = row.GetProperty("expected");
        Assert.Equal((int?)expected.Number("mainIndex"), pick.Main is null ? null : sessions.IndexOf(pick.Main));
        Assert.Equal(expected.GetProperty("napIndexes").EnumerateArray().Select(nap => nap.GetInt32()), pick.Naps.Select(nap => sessions.IndexOf(nap)));
    }

    private static SleepSession Session(JsonElement input)
    {
        var start = input.TryGetProperty("startUtc", out _) ? input.Instant("startUtc") : SomeStart;
        return new()
        {
            StartUtc = start,
            EndUtc = input.TryGetProperty("endUtc", out _) ? input.Instant("endUtc") : start.AddMinutes(input.Number("inBed")!.Value),
            InBedMin = input.Number("inBed"),
            VendorAsleepMin = input.Number("vendorAsleep"),
            RemMin = input.Number("rem"),
            DeepMin = input.Number("deep"),
            LightMin = input.Number("light"),
            UnstagedMin = input.Number("unstaged"),
            AwakeMin = input.Number("awake"),
            VendorEfficiency = input.Number("vendorEfficiency"),
        };
    }

    private static NormalizedSleep Sleep(DateTimeOffset start, DateTimeOffset end, double asleepMin) => new()
    {
        StartUtc = start,
        EndUtc = end,
        AsleepMin = asleepMin,
        InBedMin = (end - start).TotalMinutes,
    };
}
