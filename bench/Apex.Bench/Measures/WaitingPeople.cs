using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>People whose work waits for a sign-in: a notification of theirs is stored and moves nothing else, so that an ack is measured alone.</summary>
internal static class WaitingPeople
{
    public const int Count = 20_000;
    public static readonly DateTimeOffset EventTime = new(2026, 10, 1, 7, 0, 0, TimeSpan.Zero);

    /// <summary>Notifications tell of what happened just now, one after the other, all on the day of the waiting items.</summary>
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(10);

    public static string UserId(int person) => string.Create(CultureInfo.InvariantCulture, $"bench-oura-{person:D6}");

    public static async Task SeedAsync(BenchDatabase database)
    {
        await using var storage = await database.OpenAsync();
        foreach (var chunk in Enumerable.Range(0, Count).Chunk(2000))
        {
            await storage.Writer.RunAsync(WriteLane.Work, async session =>
            {
                foreach (var person in chunk)
                {
                    await session.ExecuteAsync(
                        """
                        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, wait_reason, created_at)
                        VALUES ('oura', @person, 'sleep', @day, 'fetch', 'notification', 0, 0, 99999999999999, 0, 0, 0, 0, 'disconnected', 0)
                        """,
                        ("@person", UserId(person)), ("@day", EventTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                }
            });
        }
    }

    public static Requests Notices(string path, int count)
    {
        var requests = new Requests();
        for (var i = 0; i < count; i++)
        {
            OuraNotices.AddObject(requests, path, ServerUnderTest.OuraSecret, UserId((int)((uint)i * 7919u % Count)), EventTime + (i * BetweenEvents));
        }

        return requests;
    }
}
