using Apex.Infrastructure.Gate;

namespace Apex.Tests.Gate;

public sealed class MassReauthTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 3)] // fewer people than five: there is nobody to hold
    [InlineData(20, 5)]
    [InlineData(50, 5)]
    [InlineData(100, 10)]
    [InlineData(1000, 100)]
    public void Refuse_EverybodyAtOnce_FlipsATenthButAtLeastFive(int people, int flipped) => Assert.Equal(flipped, Flip(people, TimeSpan.Zero).Flipped);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 20)] // never more than four within ten minutes
    public void Refuse_SpreadOverTime_CountsTenMinutes(int minutesApart, int flipped) => Assert.Equal(flipped, Flip(20, TimeSpan.FromMinutes(minutesApart)).Flipped);

    [Fact]
    public void Succeed_ThreeTimesInARow_ReleasesAndForgets()
    {
        var braked = Flip(20, TimeSpan.Zero).Health;
        Assert.Equal(("mass_reauth", Now), (braked.Reason, braked.BrakedAt));

        var two = MassReauth.Succeed(MassReauth.Succeed(braked));
        var refusedBetween = MassReauth.Refuse(two, 15, Now);
        Assert.Equal((2, 0), (two.BrakeSuccesses, refusedBetween.BrakeSuccesses));

        Assert.Equal(new ProviderHealth("ring"), MassReauth.Succeed(two));
        Assert.NotNull(MassReauth.Succeed(refusedBetween).BrakedAt);
    }

    private static (int Flipped, ProviderHealth Health) Flip(int people, TimeSpan apart)
    {
        var health = new ProviderHealth("ring");
        var flipped = 0;
        for (var i = 0; i < people; i++)
        {
            health = MassReauth.Refuse(health, people - flipped, Now + (i * apart));
            if (health.BrakedAt is null)
            {
                flipped++;
            }
        }

        return (flipped, health);
    }
}
