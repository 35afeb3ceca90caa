using Apex.Infrastructure;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Sqlite;
using Apex.Simulator;
using Apex.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Crash;

/// <summary>A process that is killed leaves a time in which nobody listened; the next one finds it, and one killed while planning the reconcile over it is followed
/// by one that goes on.</summary>
public sealed class OutageKillTests
{
    private const int People = (2 * ReconcilePlanner.Chunk) + 50;

    [Fact]
    public async Task Kill_AlsoWhileTheReconcileIsPlanned_LeavesEveryDownTimePlannedForEverybodyOnce()
    {
        var data = Directory.CreateTempSubdirectory("apex-outage-");
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions());
        var url = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}");
        var options = new StorageOptions(StorageKind.Sqlite, data.FullName, null);
        await SeedAsync(options);
        var ct = TestContext.Current.CancellationToken;

        using (var killed = Start(url, data, simulator))
        {
            await killed.WaitUntilListeningAsync(ct);
            await Eventually.TrueAsync(() => IsAsync(options, "SELECT count(*) = 1 FROM nodes"), "the first beat");
            killed.Kill();
        }

        using (var killedPlanning = Start(url, data, simulator, ("APEX_FAIL_POINT", "reconcile.step:2")))
        {
            await killedPlanning.ExitAsync(ct);
        }

        Assert.Equal([("down", (long)(2 * ReconcilePlanner.Chunk), false)], await OutagesAsync(options));
        using var last = Start(url, data, simulator);
        await Eventually.TrueAsync(() => IsAsync(options, "SELECT count(*) = 2 AND min(reconciled) = 1 FROM outages"), "both are planned");

        Assert.Equal([("down", People, true), ("down", People, true)], await OutagesAsync(options));
        Assert.True(await IsAsync(options, $"SELECT count(*) = {People} AND min(wanted) = 2 AND max(wanted) = 2 FROM work_items WHERE family = 'reconcile'"));
        Assert.True(await IsAsync(options, "SELECT count(*) = 3 AND sum(clean_stop) = 0 FROM nodes"));
        Assert.True(
            await IsAsync(options, "SELECT (SELECT started_at FROM outages WHERE id = 1) = (SELECT last_seen_at FROM nodes ORDER BY started_at LIMIT 1)"),
            "the first outage begins with the first process's last beat");
        last.Kill();
        SqliteConnection.ClearAllPools();
        data.Delete(recursive: true);
    }

    private static HostProcess Start(Uri url, DirectoryInfo data, SimulatorServer simulator, params (string Key, string Value)[] more) => HostProcess.Start(
        [("ASPNETCORE_URLS", url.ToString()), ("Apex:DataDirectory", data.FullName), .. SimulatedProviders.Settings(simulator.Options, simulator), .. more]);

    private static async Task SeedAsync(StorageOptions options)
    {
        await using var storage = new ApexStorage(options, new ApexClock(TimeProvider.System), new FatalStorage(), NullLoggerFactory.Instance);
        await storage.OpenAsync(CancellationToken.None);
        var user = await TestPeople.AddUserAsync(storage, "ada", "Europe/Berlin");
        await Task.WhenAll(Enumerable.Range(0, People).Select(i => TestPeople.ConnectAsync(storage, user, "oura", $"p{i:D4}")));
    }

    private static async Task<List<(string, long, bool)>> OutagesAsync(StorageOptions options)
    {
        await using var connection = SqliteFiles.OpenReader(options);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind, planned, reconciled FROM outages ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, long, bool)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetBoolean(2)));
        }

        return rows;
    }

    private static async Task<bool> IsAsync(StorageOptions options, string sql)
    {
        await using var connection = SqliteFiles.OpenReader(options);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) == 1;
    }
}
