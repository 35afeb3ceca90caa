using Apex.Domain.Time;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Options;

namespace Apex.Infrastructure.Backfill;

/// <summary>The days before somebody connected, asked for in the transaction that connects them.</summary>
internal sealed class ConnectBackfill(ProviderRegistry providers, IOptions<BackfillOptions> options)
{
    public const string RequestedBy = "connect";

    public async Task BeginAsync(DbSession session, Guid userId, Guid connectionId, string provider, string person, DateTimeOffset now)
    {
        if (providers.Get(provider) is not IPullProvider { Backfill: { } question })
        {
            return;
        }

        var days = Math.Min(options.Value.OnConnectDays, question.MaxOnConnectDays);
        var zone = await session.ScalarAsync<string>("SELECT time_zone FROM users WHERE id = @user", ("@user", userId));
        if (days > 0 && zone is not null)
        {
            var today = LocalDays.DayOf(now, zone);
            await BackfillRows.BeginAsync(
                session, new(userId, connectionId, provider, person, question.DaysPerItem, new(today.AddDays(1 - days), today), RequestedBy), now);
        }
    }
}
