using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Jobs;

/// <summary>The record of a job's runs. A job that finds nothing to do every minute is one growing row, not 1,440 a day.</summary>
internal static class JobRunSql
{
    private const string Begin = """
        INSERT INTO job_runs (job, outcome, started_at, times, done, node) VALUES (@job, 'running', @now, 1, 0, @node) RETURNING id
        """;

    private const string End = "UPDATE job_runs SET outcome = @outcome, ended_at = @now, done = @done, detail = @detail WHERE id = @id";

    // The newest finished row of the job, when it is an idle one of this node.
    private const string JoinIdle = """
        UPDATE job_runs SET ended_at = @now, times = times + 1
        WHERE id = (SELECT max(id) FROM job_runs WHERE job = @job AND id <> @id) AND outcome = 'idle' AND node = @node
        """;

    public static Task<long> BeginAsync(DbSession session, string job, string node, DateTimeOffset now) => session.ScalarAsync<long>(
        Begin, ("@job", job), ("@now", now.ToUnixTimeMilliseconds()), ("@node", node));

    public static Task EndAsync(DbSession session, long id, string outcome, JobResult result, DateTimeOffset now) => session.ExecuteAsync(
        End, ("@id", id), ("@outcome", outcome), ("@now", now.ToUnixTimeMilliseconds()), ("@done", result.Done), ("@detail", result.Detail));

    public static async Task EndIdleAsync(DbSession session, long id, string job, string node, JobResult result, DateTimeOffset now)
    {
        if (await session.ExecuteAsync(JoinIdle, ("@id", id), ("@job", job), ("@node", node), ("@now", now.ToUnixTimeMilliseconds())) == 1)
        {
            await session.ExecuteAsync("DELETE FROM job_runs WHERE id = @id", ("@id", id));
            return;
        }

        await EndAsync(session, id, "idle", result, now);
    }
}
