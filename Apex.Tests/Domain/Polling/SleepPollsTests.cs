using Apex.Domain.Polling;

namespace Apex.Tests.Domain.Polling;

public sealed class SleepPollsTests
{
    private static readonly DateTimeOffset _wake = new(2026, 5, 4, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void After_PushingSource_ChecksTheGapInsideThePromise() => Assert.Equal(
        [new SleepPoll(SleepPollKind.GapCheck, _wake.AddMinutes(110)), new SleepPoll(SleepPollKind.Second, _wake.AddHours(3))],
        SleepPolls.After(_wake, isIrregular: false, pushes: true));

    [Fact]
    public void After_IrregularSleeperWithoutPush_IsAskedLaterToo() => Assert.Equal(
        [
            new SleepPoll(SleepPollKind.First, _wake.AddHours(1)), new SleepPoll(SleepPollKind.Second, _wake.AddHours(3)),
            new SleepPoll(SleepPollKind.Late, _wake.AddHours(5)), new SleepPoll(SleepPollKind.Late, _wake.AddHours(8)),
        ],
        SleepPolls.After(_wake, isIrregular: true, pushes: false));

    [Fact]
    public void Of_ManyPeople_SpreadsOverFiveMinutesAndStaysTheSame()
    {
        var day = new DateOnly(2026, 5, 4);
        var people = Enumerable.Range(0, 3000).Select(i => new Guid(i, 7, 9, [1, 2, 3, 4, 5, 6, 7, 8])).ToList();

        var delays = people.ConvertAll(person => Jitter.Of(person, day));

        Assert.Equal(delays, people.ConvertAll(person => Jitter.Of(person, day)));
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(299)));
        Assert.All(delays.GroupBy(delay => (int)delay.TotalMinutes).Select(minute => minute.Count()), count => Assert.InRange(count, 450, 750));
    }
}
