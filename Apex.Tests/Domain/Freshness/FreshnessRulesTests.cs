using Apex.Domain.Freshness;
using Apex.Domain.Metrics;

namespace Apex.Tests.Domain.Freshness;

public sealed class FreshnessRulesTests
{
    private const string Berlin = "Europe/Berlin";

    /// <summary>Monday; Berlin is at UTC+2.</summary>
    private static readonly DateOnly Today = new(2026, 5, 4);

    /// <summary>Local times of today as minutes; 22:00 yesterday is -120.</summary>
    [Theory]
    // Sleep: fallback wake 07:00, due 09:00 sharp is still in time.
    [InlineData(SignalGroup.Sleep, -1, 0, "due", 540, 540.0001)]
    [InlineData(SignalGroup.Sleep, -1, 540, "due", 540, 540.0001)]
    [InlineData(SignalGroup.Sleep, -1, 540.0001, "late", 540, null)]
    [InlineData(SignalGroup.Sleep, -1, 1439, "late", 540, null)]
    [InlineData(SignalGroup.Sleep, 0, 300, "fresh", 1980, 1440.0)]
    [InlineData(SignalGroup.Sleep, 0, 1439, "fresh", 1980, 1440.0)]
    // A night that never came stays late past midnight.
    [InlineData(SignalGroup.Sleep, -2, 0, "late", -900, null)]
    [InlineData(SignalGroup.RestingHr, -1, 540, "due", 540, 540.0001)]
    [InlineData(SignalGroup.RestingHr, -1, 541, "late", 540, null)]
    // HRV: until the end of the same local day.
    [InlineData(SignalGroup.Hrv, -1, 0, "due", 1439.9999, 1440.0)]
    [InlineData(SignalGroup.Hrv, -1, 1439.9999, "due", 1439.9999, 1440.0)]
    [InlineData(SignalGroup.Hrv, -2, 0, "late", -0.0001, null)]
    [InlineData(SignalGroup.Hrv, 0, 600, "fresh", 2879.9999, 1440.0)]
    public void Evaluate_NightlySignal_FollowsTheDay(
        SignalGroup signal, int newestDay, double nowMin, string state, double dueMin, double? changeMin)
    {
        var verdict = FreshnessRules.Evaluate(Inputs(signal) with { NewestDay = Today.AddDays(newestDay) }, Local(nowMin));

        Assert.Equal(
            (state, Local(dueMin), changeMin is { } min ? Local(min) : null),
            (FreshnessStates.Name(verdict.State), verdict.DueAt, verdict.NextChangeAt));
    }

    [Fact]
    public void Evaluate_MeasuredWake_MovesTheDueInstant()
    {
        var inputs = Inputs(SignalGroup.Sleep) with { NewestDay = Today.AddDays(-1), MeasuredWakeToday = Local(615) };

        Assert.Equal(Local(735), FreshnessRules.Evaluate(inputs, Local(700)).DueAt);
    }

    /// <summary>Data through one local minute, judged at another.</summary>
    [Theory]
    [InlineData(600, 600, false, "fresh", 660, 660.0001)]
    [InlineData(600, 660, false, "fresh", 660, 660.0001)]
    [InlineData(600, 660.0001, false, "late", 660, 1320)]
    [InlineData(600, 630, true, "fresh", 630, 630.0001)]
    [InlineData(600, 630.0001, true, "late", 630, 1320)]
    [InlineData(600, 1319.9999, false, "late", 660, 1320)]
    // 22:00 to 06:00: nothing is late; what was late is late again at 06:00.
    [InlineData(600, 1320, false, "due", 1800, 1800)]
    [InlineData(600, 1799.9999, false, "due", 1800, 1800)]
    [InlineData(600, 1800, false, "late", 660, 2760)]
    // Good until the evening: the morning starts the allowance anew.
    [InlineData(1280, 1320, false, "fresh", 1860, 1340.0001)]
    [InlineData(1280, 1400, false, "due", 1860, 1860.0001)]
    [InlineData(1280, 1860, false, "due", 1860, 1860.0001)]
    [InlineData(1280, 1860.0001, false, "late", 1860, 2760)]
    [InlineData(1259, 1319.5, false, "late", 1319, 1320)]
    [InlineData(330, 361, false, "fresh", 420, 390.0001)]
    [InlineData(330, 391, false, "due", 420, 420.0001)]
    // A vendor's clock ahead of ours.
    [InlineData(603, 600, false, "fresh", 663, 663.0001)]
    public void Evaluate_RunningSignal_AgesWhileAwake(
        double throughMin, double nowMin, bool phone, string state, double dueMin, double changeMin)
    {
        foreach (var signal in new[] { SignalGroup.Steps, SignalGroup.Activity, SignalGroup.Strain })
        {
            var inputs = Inputs(signal) with { PhonePath = phone, Instants = new() { EventAt = Local(throughMin), AvailableAt = Local(nowMin) } };

            var verdict = FreshnessRules.Evaluate(inputs, Local(nowMin));

            Assert.Equal(
                (state, Local(dueMin), Local(throughMin), Local(changeMin)),
                (FreshnessStates.Name(verdict.State), verdict.DueAt, verdict.DataThrough, verdict.NextChangeAt));
        }
    }

    [Fact]
    public void Evaluate_RunningSignalWithoutAnyInstant_IsLate() =>
        Assert.Equal(FreshnessState.Late, FreshnessRules.Evaluate(Inputs(SignalGroup.Steps), Local(600)).State);

    /// <summary>Walks from verdict to verdict: NextChangeAt is the first instant at which the verdict differs.</summary>
    [Theory]
    [InlineData(SignalGroup.Sleep)]
    [InlineData(SignalGroup.Hrv)]
    [InlineData(SignalGroup.Steps)]
    public void Evaluate_AtNextChangeAt_SaysSomethingElse(SignalGroup signal)
    {
        var inputs = Inputs(signal) with { NewestDay = Today, Instants = new() { EventAt = Local(400) } };
        var (now, changes) = (Local(401), 0);
        for (var verdict = FreshnessRules.Evaluate(inputs, now); verdict.NextChangeAt is { } next && changes < 10; changes++)
        {
            Assert.Equal(verdict, FreshnessRules.Evaluate(inputs, next.AddMilliseconds(-1)));
            (now, verdict) = (next, FreshnessRules.Evaluate(inputs, next));
            Assert.NotEqual((verdict.State, verdict.DueAt), (FreshnessRules.Evaluate(inputs, next.AddMilliseconds(-1)).State, verdict.DueAt));
        }

        Assert.Equal(signal is SignalGroup.Steps ? 10 : 2, changes);
    }

    [Fact]
    public void Evaluate_FirstMatchingState_Wins()
    {
        var all = Inputs(SignalGroup.Sleep) with
        {
            Offered = false,
            Connected = false,
            DisconnectCause = FreshnessCause.UserRevoked,
            NewestDay = null,
            DelayedSince = Local(0),
            DelayCause = FreshnessCause.QuotaWait,
        };

        Assert.Equal((FreshnessState.Unsupported, FreshnessCause.None), StateOf(all));
        Assert.Equal((FreshnessState.Disconnected, FreshnessCause.UserRevoked), StateOf(all with { Offered = true }));
        Assert.Equal((FreshnessState.Never, FreshnessCause.QuotaWait), StateOf(all with { Offered = true, Connected = true }));
        Assert.Equal(
            (FreshnessState.Delayed, FreshnessCause.QuotaWait),
            StateOf(all with { Offered = true, Connected = true, NewestDay = Today.AddDays(-1) }));
        Assert.Equal(
            (FreshnessState.Late, FreshnessCause.Unknown),
            StateOf(all with { Offered = true, Connected = true, NewestDay = Today.AddDays(-1), DelayedSince = null }));
    }

    [Fact]
    public void Evaluate_LateSignal_NamesTheFirstKnownCause()
    {
        var late = Inputs(SignalGroup.Sleep) with { NewestDay = Today.AddDays(-1), ExposesDeviceSync = true };

        Assert.Equal(FreshnessCause.MappingError, StateOf(late with { HasDeadLetter = true, OldestUnsettledReceivedAt = Local(1) }).Cause);
        Assert.Equal(FreshnessCause.Queue, StateOf(late with { OldestUnsettledReceivedAt = Local(1) }).Cause);
        Assert.Equal(FreshnessCause.DeviceNotSynced, StateOf(late).Cause);
        Assert.Equal(FreshnessCause.DeviceNotSynced, StateOf(late with { Instants = new() { DeviceSyncedAt = Local(419) } }).Cause);
        Assert.Equal(FreshnessCause.VendorLate, StateOf(late with { Instants = new() { DeviceSyncedAt = Local(420) } }).Cause); // synced in time, 280 min ago
        Assert.Equal(FreshnessCause.ScopeMissing, StateOf(late with { ScopeMissing = true }).Cause);
        Assert.Equal(FreshnessCause.Queue, StateOf(late with { ScopeMissing = true, OldestUnsettledReceivedAt = Local(1) }).Cause);
        Assert.Equal(FreshnessCause.Unknown, StateOf(late with { ExposesDeviceSync = false }).Cause);
    }

    /// <summary>The vendor says nothing of syncs, so that only what others' data shows can tell; the night ended at 07:00 and it is 11:40.</summary>
    [Theory]
    [InlineData(true, null, false, null, "device_not_synced", true)]
    [InlineData(false, null, false, null, "unknown", false)]
    [InlineData(true, 419.0, false, null, "device_not_synced", true)]
    [InlineData(true, 421.0, false, null, "unknown", false)] // steps of after the night came: the device did sync
    [InlineData(true, null, true, null, "unknown", false)] // a vendor that only notifies was not asked
    [InlineData(true, null, true, 419.0, "unknown", false)]
    [InlineData(true, null, true, 500.0, "device_not_synced", true)]
    public void Evaluate_OnlyThisPersonIsMissing_IsInferred(bool othersArrive, double? heardAt, bool mustBeAsked, double? answeredAt, string cause, bool inferred)
    {
        var verdict = FreshnessRules.Evaluate(
            Inputs(SignalGroup.Sleep) with
            {
                NewestDay = Today.AddDays(-1),
                OthersArrive = othersArrive,
                LastHeardAt = heardAt is { } heard ? Local(heard) : null,
                MustBeAsked = mustBeAsked,
                AnsweredAt = answeredAt is { } answered ? Local(answered) : null,
            },
            Local(700));

        Assert.Equal((FreshnessState.Late, cause, inferred), (verdict.State, Causes.Name(verdict.Cause), verdict.Inferred));
    }

    /// <summary>A night worker woke at 15:30 yesterday; at 11:40 nobody can miss today's sleep yet. Steps pause as long as the person sleeps.</summary>
    [Theory]
    [InlineData(SignalGroup.Sleep, -510, "unknown")]
    [InlineData(SignalGroup.Sleep, -860, "device_not_synced")] // woke at 09:40, so that the night was here by 11:40
    [InlineData(SignalGroup.Sleep, -859, "unknown")]
    [InlineData(SignalGroup.Steps, -739, "unknown")]
    [InlineData(SignalGroup.Steps, -740, "device_not_synced")]
    public void Evaluate_InferenceFromOthers_WaitsForThePersonsOwnHour(SignalGroup signal, int eventAt, string cause)
    {
        var late = Inputs(signal) with { NewestDay = Today.AddDays(-1), OthersArrive = true, Instants = new() { EventAt = Local(eventAt) } };

        Assert.Equal((FreshnessState.Late, cause), (StateOf(late).State, Causes.Name(StateOf(late).Cause)));
    }

    /// <summary>The ring's account from 21:00 yesterday on; the night is 23:00-07:00 and it is 11:40.</summary>
    [Theory]
    [InlineData("880-", "not_worn")]
    [InlineData("120a600-160a", "not_worn")] // off at bedtime, on again at 09:00
    [InlineData("120a301-179r280a", "not_worn")] // two hours and 59 minutes are no night
    [InlineData("120a300-180r280a", "unknown")]
    [InlineData("120a480-100a180r", "unknown")] // a night worker's sleep is on its way
    [InlineData("120a479-", "unknown")] // not told to the end
    [InlineData("480a400-", "unknown")] // worn until 05:00 without a rest: awake, not unworn
    [InlineData("880x", "unknown")]
    public void Evaluate_RingTellsItsWear_IsNotWornOnlyWhenNoNightFits(string wear, string cause)
    {
        var late = Inputs(SignalGroup.Sleep) with { NewestDay = Today.AddDays(-1), Wear = WearRuns.Decode(Local(-180), wear) };

        Assert.Equal((FreshnessState.Late, cause), (StateOf(late).State, Causes.Name(StateOf(late).Cause)));
        Assert.Equal(FreshnessCause.Unknown, StateOf(late with { NewestDay = Today.AddDays(-2) }).Cause); // another night is missing first
    }

    /// <summary>Steps came until 07:00 and were due at 08:00; the account begins at 21:00 yesterday.</summary>
    [Theory]
    [InlineData("600a60-", "not_worn")]
    [InlineData("600a55-", "not_worn")] // told in steps of five minutes
    [InlineData("600a54-", "unknown")]
    [InlineData("600a30-30a", "unknown")]
    public void Evaluate_StepsAndRingLayThere_IsNotWorn(string wear, string cause)
    {
        var late = Inputs(SignalGroup.Steps) with { Instants = new() { EventAt = Local(420) }, Wear = WearRuns.Decode(Local(-180), wear) };

        Assert.Equal((FreshnessState.Late, cause), (StateOf(late).State, Causes.Name(StateOf(late).Cause)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("0", "5-")]
    [InlineData("0001123", "15-10r10a")]
    public void WearRuns_Steps_ComeBackAsTheSpansTheyWere(string steps, string runs)
    {
        var kinds = steps.Select(step => step switch { '0' => WearKind.NotWorn, '1' => WearKind.Rest, _ => WearKind.Active }).ToList();

        Assert.Equal(runs, WearRuns.Encode(kinds, stepMin: 5));
        Assert.Equal(
            kinds,
            WearRuns.Decode(Local(0), runs).SelectMany(span => Enumerable.Repeat(span.Kind, (int)span.MinutesWithin(Local(0), Local(1440)) / 5)));
    }

    /// <summary>Steps until 09:00 that the vendor had at <paramref name="vendorAt"/>, received and stored later; it is 11:40 and they were due at 10:00.</summary>
    [Theory]
    [InlineData(541.0, 690.0, 690.5, "vendor_late")]
    [InlineData(676.0, 690.0, 690.5, "unknown")] // 14 minutes are no lateness of the vendor's
    [InlineData(541.0, 546.0, 690.5, "queue")] // Apex sat on it
    [InlineData(541.0, 599.0, 599.5, "unknown")] // came in time; why nothing newer came is not known
    public void Evaluate_StepsThatCameLate_TellByTheirOwnWayWhoseDoingItIs(double vendorAt, double receivedAt, double availableAt, string cause)
    {
        var steps = Inputs(SignalGroup.Steps) with
        {
            VendorDelivers = true,
            Instants = new() { EventAt = Local(540), VendorUpdatedAt = Local(vendorAt), ReceivedAt = Local(receivedAt), AvailableAt = Local(availableAt) },
        };

        Assert.Equal((FreshnessState.Late, cause), (StateOf(steps).State, Causes.Name(StateOf(steps).Cause)));
        Assert.Equal(FreshnessCause.Unknown, StateOf(steps with { VendorDelivers = false, Instants = steps.Instants with { VendorUpdatedAt = null, AvailableAt = Local(690.5), ReceivedAt = Local(690) } }).Cause);
    }

    [Fact]
    public void Evaluate_DueSignal_HasNoCauseUnlessSomethingIsKnownToBeWrong()
    {
        var due = Inputs(SignalGroup.Hrv) with { NewestDay = Today.AddDays(-1) };

        Assert.Equal((FreshnessState.Due, FreshnessCause.None), StateOf(due));
        Assert.Equal((FreshnessState.Due, FreshnessCause.MappingError), StateOf(due with { HasDeadLetter = true }));
    }

    private static (FreshnessState State, FreshnessCause Cause) StateOf(FreshnessInputs inputs)
    {
        var verdict = FreshnessRules.Evaluate(inputs, Local(700));
        return (verdict.State, verdict.Cause);
    }

    private static FreshnessInputs Inputs(SignalGroup signal) =>
        new() { Signal = signal, TimeZone = Berlin, NewestDay = Today, Offered = true, Connected = true };

    /// <summary>.0001 of a minute stands for the one millisecond after, .9999 for the one before.</summary>
    private static DateTimeOffset Local(double minute)
    {
        var whole = Math.Round(minute);
        var start = new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.FromHours(2)).AddMinutes(Math.Abs(minute - whole) < 0.01 ? whole : minute);
        return Math.Abs(minute - whole) is 0 or >= 0.01 ? start : start.AddMilliseconds(Math.Sign(minute - whole));
    }
}
