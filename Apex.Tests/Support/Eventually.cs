namespace Apex.Tests.Support;

/// <summary>Waits for a condition that another thread or process brings about; the time-out is wide and only ends a broken test.</summary>
internal static class Eventually
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(60);

    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> isThere, string what)
    {
        using var timeOut = new CancellationTokenSource(TimeOut);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        var seen = await look();
        while (!isThere(seen))
        {
            Assert.False(timeOut.IsCancellationRequested, $"Not within {TimeOut.TotalSeconds} s: {what}. Last seen: {seen}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
            seen = await look();
        }

        return seen;
    }

    public static Task TrueAsync(Func<Task<bool>> look, string what) => GetAsync(look, there => there, what);
}
