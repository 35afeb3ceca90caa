using Apex.Infrastructure.Gate;

namespace Apex.Tests.Gate;

public sealed class CircuitTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(9, 3, false)]
    [InlineData(10, 3, true)]
    [InlineData(10, 2, false)]
    [InlineData(100, 2, false)]
    [InlineData(10, 10, true)]
    public void Fail_InARow_OpensOnTenOverThreePeople(int failures, int people, bool opens)
    {
        var health = Failed(failures, people);

        Assert.Equal(opens ? Now.AddMinutes(1) : null, health.OpenUntil);
        Assert.Equal(opens ? "unavailable" : null, health.Reason);
    }

    [Fact]
    public void Succeed_BeforeTheTenth_StartsTheCountAgain()
    {
        var health = Circuit.Succeed(Failed(9, 3));
        for (var i = 0; i < 9; i++)
        {
            health = Circuit.Fail(health, "p" + i, "http_503", Now);
        }

        Assert.Equal((9, null), (health.Failures, health.OpenUntil));
        Assert.Equal(Now.AddMinutes(1), Circuit.Fail(health, "p0", "http_503", Now).OpenUntil);
    }

    [Fact]
    public void ProbeFailed_AgainAndAgain_WaitsLongerUpToAQuarterOfAnHour()
    {
        var health = Failed(10, 3);
        var minutes = new List<double>();
        var now = Now;
        for (var i = 0; i < 6; i++)
        {
            minutes.Add((health.OpenUntil!.Value - now).TotalMinutes);
            now = health.OpenUntil.Value;
            health = Circuit.Probe(health, now);
            health = Circuit.ProbeFailed(health, health.ProbeFence, "timeout", now);
        }

        Assert.Equal([1, 2, 5, 10, 15, 15], minutes);
        Assert.Equal((Now, "timeout", null), (health.OpenedAt, health.Error, health.ProbeUntil));
    }

    [Fact]
    public void Probe_BeforeThePauseIsOverOrWhileAnotherRuns_IsNotGiven()
    {
        var open = Failed(10, 3);
        Assert.Same(open, Circuit.Probe(open, Now.AddSeconds(59)));

        var probing = Circuit.Probe(open, Now.AddMinutes(1));
        Assert.Equal((1L, Now.AddMinutes(4)), (probing.ProbeFence, probing.ProbeUntil!.Value));
        Assert.Same(probing, Circuit.Probe(probing, Now.AddMinutes(3)));

        // Its node is dead.
        Assert.Equal(2L, Circuit.Probe(probing, Now.AddMinutes(4)).ProbeFence);
    }

    [Fact]
    public void Probe_OfALostLease_ChangesNothing()
    {
        var first = Circuit.Probe(Failed(10, 3), Now.AddMinutes(1));
        var second = Circuit.Probe(first, Now.AddMinutes(4));

        Assert.Same(second, Circuit.ProbeFailed(second, first.ProbeFence, "late", Now.AddMinutes(4)));
        Assert.Same(second, Circuit.ProbeSucceeded(second, first.ProbeFence));
        Assert.Same(second, Circuit.ProbeEnded(second, first.ProbeFence));
    }

    [Fact]
    public void ProbeSucceeded_AfterManyPauses_StartsFromTheBeginning()
    {
        var health = Circuit.Probe(Failed(10, 3), Now.AddMinutes(1));
        health = Circuit.ProbeFailed(health, health.ProbeFence, "http_503", Now.AddMinutes(1));
        health = Circuit.Probe(health, Now.AddMinutes(3));
        health = Circuit.ProbeSucceeded(health, health.ProbeFence);

        Assert.Equal(new ProviderHealth("ring") { ProbeFence = 2 }, health);
    }

    [Fact]
    public void OpenCircuit_AnswersToWhatWasSentBefore_ChangeNothing()
    {
        var open = Failed(10, 3);

        Assert.Same(open, Circuit.Fail(open, "p1", "http_503", Now));
        Assert.Same(open, Circuit.Succeed(open));
    }

    private static ProviderHealth Failed(int failures, int people)
    {
        var health = new ProviderHealth("ring");
        for (var i = 0; i < failures; i++)
        {
            health = Circuit.Fail(health, "p" + (i % people), "http_503", Now);
        }

        return health;
    }
}
