using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Apex.Web.Live;

/// <summary>Who follows whom, and where they start; <see cref="FeedRelay"/> and <see cref="LiveOutbox"/> send.</summary>
[Authorize(Policy = LiveHubServices.MayFollow)]
internal sealed partial class LiveHub(
    LiveSubscriptions subscriptions, LiveReader reader, IAuthorizationService authorization, IHubContext<LiveHub, ILiveClient> hub, ILogger<LiveHub> logger)
    : Hub<ILiveClient>
{
    public const string Path = "/hubs/live";

    /// <summary>Safe to repeat; a client does after every reconnect, and whatever it missed is in the answer.</summary>
    public async Task<UserSnapshot> SubscribeUser(string userId)
    {
        if (!Guid.TryParse(userId, out var id))
        {
            throw new HubException("The user id must be a UUID.");
        }

        // First listen, then read: what changes in between is told twice, never not at all.
        if (!subscriptions.Add(Context.ConnectionId, id))
        {
            throw new HubException($"One connection follows at most {LiveSubscriptions.MaxPerConnection} users.");
        }

        if (await reader.FindAsync(id, Context.ConnectionAborted) is not { } person)
        {
            subscriptions.Remove(Context.ConnectionId, id);
            throw new HubException("There is no user with this id.");
        }

        return new(id, person.Revision, person.Today, person.Days, person.Freshness, Nudges: []);
    }

    public void UnsubscribeUser(string userId)
    {
        if (Guid.TryParse(userId, out var id))
        {
            subscriptions.Remove(Context.ConnectionId, id);
        }
    }

    /// <summary>Every person's changes, dead letters and quota.</summary>
    public async Task<LiveFleet> SubscribeFleet()
    {
        if (!(await authorization.AuthorizeAsync(Context.User!, ApiPolicies.Read)).Succeeded)
        {
            throw new HubException("Only ops may follow the whole fleet.");
        }

        subscriptions.AddFleet(Context.ConnectionId);
        return await reader.FleetAsync(Context.ConnectionAborted);
    }

    public override Task OnConnectedAsync()
    {
        // Clients.Caller lives as long as this call; the outbox as long as the connection.
        var outbox = new LiveOutbox(hub.Clients.Client(Context.ConnectionId));
        subscriptions.Open(Context.ConnectionId, outbox);
        _ = PumpAsync(outbox, Context);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        subscriptions.Close(Context.ConnectionId);
        return Task.CompletedTask;
    }

    // The hub itself is gone by the time this goes on; its context lives as long as the connection.
    private async Task PumpAsync(LiveOutbox outbox, HubCallerContext connection)
    {
        var aborted = connection.ConnectionAborted;
        try
        {
            await outbox.PumpAsync(aborted);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The client has left.
        }
        catch (Exception failure)
        {
            LogFailed(failure);
            connection.Abort(); // it connects and subscribes again, and nothing is missing
        }
    }

    [LoggerMessage(4051, LogLevel.Error, "Changes could not be sent to a live client")]
    private partial void LogFailed(Exception failure);
}
