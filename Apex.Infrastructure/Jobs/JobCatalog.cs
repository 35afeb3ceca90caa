using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Polling;
using Apex.Infrastructure.Retention;

namespace Apex.Infrastructure.Jobs;

/// <summary>All that is done by the clock and not by an event.</summary>
internal sealed class JobCatalog(PollPlanner polls, TokenRefreshAhead tokens, Expiry expiry)
{
    public IReadOnlyList<ApexJob> Jobs { get; } =
    [
        new("plan_polls", "Asks for what vendors have not told of: missing nights, the last days once more", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), polls.RunAsync),
        new("refresh_tokens", "Renews access tokens that end within half an hour, before a fetch has to wait for it", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(40), tokens.RunAsync),
        new("expire", "Forgets delivery keys, runs and raw payloads whose time is over", TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), expiry.RunAsync),
    ];
}
