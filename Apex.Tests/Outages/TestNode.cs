using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Outages;

/// <summary>One of the processes on a road's database, without its loop: a test takes each beat itself.</summary>
internal sealed class TestNode : IDisposable
{
    private readonly Road _road;

    public TestNode(Road road, string name)
    {
        _road = road;
        Identity = NodeIdentity.Create(name);
        Planner = new(road.Storage, road.Clock, road.Providers);
        Heartbeat = new(road.Storage, road.Clock, Identity, Refusals, Planner, NullLogger<NodeHeartbeat>.Instance);
        Queue = new(road.Storage, road.Clock, Identity);
    }

    public NodeIdentity Identity { get; }

    public RefusalLog Refusals { get; } = new();

    public ReconcilePlanner Planner { get; }

    public NodeHeartbeat Heartbeat { get; }

    public WorkQueue Queue { get; }

    public async Task BeatAsync() => Assert.True(await Heartbeat.BeatAsync(CancellationToken.None));

    /// <summary>Beats every ten seconds for so long.</summary>
    public async Task LiveAsync(TimeSpan span, params TestNode[] others)
    {
        for (var lived = TimeSpan.Zero; lived < span; lived += NodeHeartbeat.Every)
        {
            _road.Time.Advance(NodeHeartbeat.Every);
            foreach (var node in (TestNode[])[this, .. others])
            {
                await node.BeatAsync();
            }
        }
    }

    public Task<List<ClaimedItem>> ClaimAsync() => Queue.ClaimAsync("ring", Lanes.Data, 10, new Dictionary<string, int>(), 10);

    /// <summary>So long a PostgreSQL node waits whether another one lived through its outage.</summary>
    public Task UntilConfirmedAsync(StorageKind kind) => kind == StorageKind.Postgres ? LiveAsync(NodeHeartbeat.GoneAfter) : Task.CompletedTask;

    public void Dispose() => Heartbeat.Dispose();
}
