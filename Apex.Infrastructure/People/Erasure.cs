using System.Threading.Channels;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.People;

/// <summary>Erases people: hidden at once, their rows removed in the background in small steps; cut off anywhere, the next start goes on.</summary>
internal sealed partial class Erasure(
    ApexStorage storage, ApexClock clock, MetricsFeed feed, ErasedAccounts erased, Deregistrations deregistrations, ILogger<Erasure> logger) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    // Capacity 1 + DropWrite: the database knows who is to be erased, this only wakes.
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public async Task<Outcome<bool>> BeginAsync(Guid userId, string actor)
    {
        var now = clock.Now;
        var hidden = await storage.Writer.RunAsync(WriteLane.Work, session => HideAsync(session, userId, actor, now));
        if (hidden is not { } accounts)
        {
            return new Outcome<bool>.Missing();
        }

        accounts.ForEach(account => erased.Add(account.Provider, account.Person));
        deregistrations.Wake();
        _wake.Writer.TryWrite(0);
        feed.Publish(new FeedEvent.PersonChanged(userId));
        return new Outcome<bool>.Done(true);
    }

    // Before the first webhook is let in.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await erased.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await erased.RefreshAsync(stoppingToken);
                await EraseAllAsync(stoppingToken);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_wake.Reader.ReadAsync(stop.Token).AsTask(), clock.Delay(LookAgain, stop.Token));
                await stop.CancelAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e);
                await clock.Delay(LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task EraseAllAsync(CancellationToken ct)
    {
        var users = await storage.ReadAsync(session => session.QueryAsync("SELECT id FROM users WHERE erased_at IS NOT NULL", reader => reader.GetGuid(0)), ct);
        foreach (var userId in users)
        {
            var rows = await ErasedRows.RemoveAsync(storage, userId, ct);
            LogErased(userId, rows);
        }
    }

    // From here on nobody finds the person, no claim of theirs can store, and a merge under way is stale.
    /// <returns>Their accounts at vendors; null: nobody by that id.</returns>
    private static async Task<List<(string Provider, string Person)>?> HideAsync(DbSession session, Guid userId, string actor, DateTimeOffset now)
    {
        var rows = await session.ExecuteAsync(
            """
            UPDATE users SET erased_at = @now, external_id = NULL, display_name = '', preferences = NULL, data_version = data_version + 1
            WHERE id = @id AND erased_at IS NULL
            """,
            ("@now", now.ToUnixTimeMilliseconds()), ("@id", userId));
        if (rows == 0)
        {
            return null;
        }

        var accounts = await session.QueryAsync(
            "SELECT provider, external_user_id FROM connections WHERE user_id = @id", reader => (Provider: reader.GetString(0), Person: reader.GetString(1)), ("@id", userId));
        foreach (var (provider, person) in accounts)
        {
            await ErasedAccountRows.AddAsync(session, provider, person, now);
        }

        await DeregistrationRows.AddOfUserAsync(session, userId, now);
        await session.ExecuteAsync(
            "UPDATE connections SET status = 'removed', access_token = NULL, refresh_token = NULL, refresh_fence = refresh_fence + 1 WHERE user_id = @id", ("@id", userId));
        await session.ExecuteAsync(
            """
            DELETE FROM work_items WHERE EXISTS (SELECT 1 FROM connections c WHERE c.user_id = @id AND c.provider = work_items.provider
              AND c.external_user_id = work_items.external_user_id) OR (provider = @derive AND external_user_id = @person)
            """,
            ("@id", userId), ("@derive", DeriveItem.Provider), ("@person", userId.ToString("D")));
        await AuditLog.WriteAsync(session, actor, "user.erase", $"user:{userId}", now);
        return accounts;
    }

    [LoggerMessage(2030, LogLevel.Information, "Erased user {User}: {Rows} rows removed")]
    private partial void LogErased(Guid user, int rows);

    [LoggerMessage(2031, LogLevel.Error, "Erasing failed and goes on in a minute")]
    private partial void LogFailed(Exception e);
}
