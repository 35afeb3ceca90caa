using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

/// <summary>One host for a class whose tests do not look at each other's data.</summary>
public sealed class SharedHost(PostgresServer postgres) : IAsyncLifetime
{
    internal ApexHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
