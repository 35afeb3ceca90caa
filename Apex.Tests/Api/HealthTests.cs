using System.Net;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

public sealed class HealthTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Ready_RunningHost_SaysSoAndLeavesNothingBehind(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres);
        using var nobody = host.CreateClient();

        var ready = await nobody.GetAsync("/health/ready", HttpStatusCode.OK);

        Assert.Equal("""{"status":"ready","checks":[{"name":"migrations","ok":true,"reason":null},{"name":"database","ok":true,"reason":null},{"name":"workers","ok":true,"reason":null}]}""", ready.Body!.ToJsonString());
        Assert.Equal("ok", await nobody.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        Assert.Equal(0, await host.CountAsync("inbox_seen"));
    }

    [Fact]
    public async Task Ready_WriterHeldUp_Says503AndWhy()
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var nobody = host.CreateClient();
        var release = new TaskCompletionSource();
        var held = host.Storage.Writer.RunAsync(WriteLane.Ack, _ => release.Task);

        var answer = await nobody.GetAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        release.SetResult();
        await held;

        Assert.Equal("not_ready", (string)answer.Body!["status"]!);
        Assert.Equal((false, "A write took longer than a second."), ((bool)answer.Body["checks"]![1]!["ok"]!, (string)answer.Body["checks"]![1]!["reason"]!));
    }
}
