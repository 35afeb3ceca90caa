using Apex.Simulator.People;
using static Apex.Tests.Simulator.SimulatedOura;

namespace Apex.Tests.Simulator;

public sealed class WorldTests
{
    private static readonly Habits Steady = new() { MissingNightProbability = 0, NapProbability = 0, CorrectionProbability = 0, IllnessProbability = 0 };

    [Fact]
    public void Night_SameSeed_IsTheSameAndAnotherSeedDiffers()
    {
        static Night[] Nights(int seed) =>
            [.. Enumerable.Range(1, 60).Select(back => new World(seed, new VirtualClock(Noon)).AddPerson("ada").PlannedNight(Today.AddDays(-back)))];

        Assert.Equal(Nights(3), Nights(3));
        Assert.NotEqual(Nights(3), Nights(4));
    }

    [Fact]
    public void Night_AnyPlanned_AddsUp()
    {
        var person = new World(5, new VirtualClock(Noon)).AddPerson("ada", zoneId: "America/New_York");
        for (var back = 0; back < 400; back++)
        {
            var night = person.PlannedNight(Today.AddDays(-back));
            Assert.Equal(night.InBedSeconds, night.DeepSeconds + night.LightSeconds + night.RemSeconds + night.AwakeSeconds);
            Assert.InRange(night.LatencySeconds, 120, night.AwakeSeconds);
            Assert.InRange(night.AsleepSeconds / 3600.0, 4.5, 10);
            Assert.Equal(night.InBedSeconds, Hypnogram.Of(night).Sum(span => span.Seconds));
            Assert.Equal(night.End, Hypnogram.Of(night)[^1].End);
        }
    }

    [Fact]
    public void Hrv_OverAYear_ScattersAroundThePersonsOwnLevel()
    {
        var person = new World(5, new VirtualClock(Noon)).AddPerson("ada", habits: Steady with { RmssdMs = 50 });
        var logs = Enumerable.Range(0, 365).Select(back => Math.Log(person.PlannedNight(Today.AddDays(-back)).RmssdMs!.Value)).ToList();
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Average(log => (log - mean) * (log - mean)));

        Assert.InRange(Math.Exp(mean), 46, 52);
        Assert.InRange(deviation, 0.10, 0.17);
    }

    [Fact]
    public void Illness_Beginning_LowersHrvAndRaisesHeartRate()
    {
        var ill = new World(5, new VirtualClock(Noon)).AddPerson("ada", habits: Steady with { IllnessProbability = 1 }).PlannedNight(Today);
        var well = new World(5, new VirtualClock(Noon)).AddPerson("ada", habits: Steady).PlannedNight(Today);

        Assert.InRange(ill.RmssdMs!.Value / well.RmssdMs!.Value, 0.65, 0.69);
        Assert.Equal(7, ill.LowestHeartRateBpm - well.LowestHeartRateBpm);
    }

    [Fact]
    public void Night_AsTheClockMoves_IsMissingThenTentativeThenFinalThenCorrected()
    {
        var clock = new VirtualClock(Noon.AddHours(-12));
        var person = new World(5, clock).AddPerson("ada", habits: Steady with { CorrectionProbability = 1, UsualSyncDelay = TimeSpan.FromMinutes(10) });
        var wake = person.PlannedNight(Today).End;

        Assert.Null(person.NightOf(Today));
        Assert.Null(person.DayOf(Today));
        clock.MoveTo(wake.AddMinutes(20.5));
        Assert.Equal((true, 0), (person.NightOf(Today)!.IsTentative, person.NightOf(Today)!.Revision));
        clock.MoveTo(wake.AddMinutes(45));
        Assert.Equal((false, 1), (person.NightOf(Today)!.IsTentative, person.NightOf(Today)!.Revision));
        clock.MoveTo(wake.AddHours(6));
        Assert.Equal((false, 2), (person.NightOf(Today)!.IsTentative, person.NightOf(Today)!.Revision));
        Assert.True(person.NightOf(Today)!.AsleepSeconds > person.PlannedNight(Today).AsleepSeconds);
        Assert.Equal(person.PlannedNight(Today).Id, person.NightOf(Today)!.Id);
    }

    [Fact]
    public void Night_WorkerAbroadOrAcrossDst_HasTheOffsetOfThePlace()
    {
        var person = new World(5, new VirtualClock(Noon)).AddPerson("ada", zoneId: "Europe/Berlin");
        person.Travel(new(2026, 3, 3), new(2026, 3, 5), "Asia/Tokyo");
        var worker = new World(5, new VirtualClock(Noon)).AddPerson("bob", habits: new Habits { Bedtime = new(8, 30), Wake = new(15, 30) });
        var summerBegins = person.PlannedNight(new(2026, 3, 29));

        Assert.Equal([1, 9, 9, 1], new[] { 2, 3, 5, 6 }.Select(day => person.PlannedNight(new(2026, 3, day)).End.Offset.Hours));
        Assert.Equal((1, 2), (summerBegins.Start.Offset.Hours, summerBegins.End.Offset.Hours));
        Assert.Equal(Today, DateOnly.FromDateTime(worker.PlannedNight(Today).Start.DateTime));
    }

    [Fact]
    public void Sync_Stopped_FreezesWhatTheVendorHas()
    {
        var clock = new VirtualClock(Noon);
        var person = new World(5, clock).AddPerson("ada", habits: Steady);
        person.SyncStoppedAt = Noon;
        var steps = person.DayOf(Today)!.Steps;
        clock.Move(TimeSpan.FromDays(1));

        Assert.Equal(steps, person.DayOf(Today)!.Steps);
        Assert.NotNull(person.NightOf(Today));
        Assert.Null(person.NightOf(Today.AddDays(1)));
    }

    [Fact]
    public void Revise_DayWithANap_KeepsBothOnce()
    {
        var person = new World(5, new VirtualClock(Noon)).AddPerson("ada", habits: Steady);
        person.TakeNap(Noon.AddHours(-1), TimeSpan.FromMinutes(30));
        person.Revise(Today, night => night with { RmssdMs = 33 });

        Assert.Equal([SleepKind.Nap, SleepKind.LongSleep], person.SleepsOf(Today).Select(sleep => sleep.Kind));
        Assert.Equal(33, person.NightOf(Today)!.RmssdMs);
    }
}
