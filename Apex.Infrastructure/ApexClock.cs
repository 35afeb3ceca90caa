namespace Apex.Infrastructure;

/// <summary>The clock of leases, freshness, quota and days. It can be virtual in tests; system time serves I/O time-outs, cookies and the UI.</summary>
public sealed class ApexClock(TimeProvider time)
{
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Unix milliseconds, as instants are stored.</summary>
    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task Delay(TimeSpan span, CancellationToken ct) => Task.Delay(span, time, ct);
}
