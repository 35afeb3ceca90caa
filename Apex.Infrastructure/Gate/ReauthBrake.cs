using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Gate;

/// <summary>Decides with every refused refresh whether the person is asked to reconnect or the vendor is waited for (<see cref="MassReauth"/>).</summary>
internal sealed partial class ReauthBrake(ApexStorage storage, ApexClock clock, ProviderGate gate, ILogger<ReauthBrake> logger)
{
    /// <summary>How long a held connection waits before its pair is tried again; Apex's own choice.</summary>
    public static readonly TimeSpan HoldFor = TimeSpan.FromMinutes(10);

    /// <summary>Exactly one of both is done, in one transaction with the count.</summary>
    /// <returns>True: flipped.</returns>
    public async Task<bool> RefusedAsync(string provider, Func<DbSession, Task> flip, Func<DbSession, Task> hold)
    {
        var active = gate.Of(provider).BrakedAt is null ? await ActiveAsync(provider) : 0;
        var now = clock.Now;
        var (before, after) = await gate.ChangeAsync(
            provider, health => MassReauth.Refuse(health, active, now), (session, health) => health.BrakedAt is null ? flip(session) : hold(session));
        if (before.BrakedAt is null && after.BrakedAt is not null)
        {
            LogBraked(provider);
        }

        return after.BrakedAt is null;
    }

    public async Task SucceededAsync(string provider)
    {
        if (gate.Of(provider).BrakedAt is null)
        {
            return;
        }

        var (before, after) = await gate.ChangeAsync(provider, MassReauth.Succeed);
        if (before.BrakedAt is not null && after.BrakedAt is null)
        {
            LogReleased(provider);
        }
    }

    private Task<long> ActiveAsync(string provider) => storage.ReadAsync(session => session.ScalarAsync<long>(
        "SELECT count(*) FROM connections WHERE provider = @provider AND status = 'active'", ("@provider", provider)));

    [LoggerMessage(3024, LogLevel.Error, "{Provider} refuses many refreshes at once: an incident of the vendor, nobody more is asked to reconnect")]
    private partial void LogBraked(string provider);

    [LoggerMessage(3025, LogLevel.Information, "{Provider} refreshes tokens again; refusals count again")]
    private partial void LogReleased(string provider);
}
