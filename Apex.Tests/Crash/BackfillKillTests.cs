using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Sqlite;
using Apex.Simulator;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Apex.Tests.Api;
using Apex.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Crash;

/// <summary>A process that dies in the middle of a backfill, with an answer in its hands: the next one goes on there, asks once more for that chunk only, and doubles nothing.</summary>
public sealed class BackfillKillTests
{
    private const int Days = 60;
    private const int Chunks = 6;

    [Theory]
    [InlineData("fetch.after:1")]
    [InlineData("fetch.after:3")]
    public async Task Kill_InTheMiddle_TheNextProcessGoesOnAndNothingIsDoubled(string point)
    {
        var data = Directory.CreateTempSubdirectory("apex-backfill-");
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions());
        var url = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}");
        var options = new StorageOptions(StorageKind.Sqlite, data.FullName, null);
        var person = simulator.World.AddPerson("ada");
        var userId = await SeedAsync(options, simulator, person);
        var ct = TestContext.Current.CancellationToken;
        var last = DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Days - 1));

        using (var doomed = Start(url, data, simulator, ("APEX_FAIL_POINT", point)))
        {
            await doomed.WaitUntilListeningAsync(ct);
            using var api = new HttpClient(new SocketsHttpHandler()) { BaseAddress = url };
            api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApexHost.ApiKey);
            var range = new { provider = "oura", startDate = Text(last.AddDays(1 - Days)), endDate = Text(last) };
            await api.PostAsync($"/api/v1/users/{userId}/backfill", range, HttpStatusCode.Accepted);
            await doomed.ExitAsync(ct);
        }

        var done = int.Parse(point.Split(':')[1], CultureInfo.InvariantCulture) - 1;
        Assert.Equal(done, await ScalarAsync(options, "SELECT chunks_done FROM backfills"));
        using var next = Start(url, data, simulator);

        await Eventually.TrueAsync(async () => await ScalarAsync(options, "SELECT count(*) FROM backfills WHERE state = 'done'") == 1, "the backfill is done");
        Assert.Equal((Chunks, 0, Days), (
            await ScalarAsync(options, "SELECT chunks_done FROM backfills"), await ScalarAsync(options, "SELECT chunks_failed FROM backfills"), await ScalarAsync(options, "SELECT days_done FROM backfills")));
        Assert.Equal(Days, await ScalarAsync(options, $"SELECT count(*) FROM daily_metrics WHERE sleep_duration_hours IS NOT NULL AND date BETWEEN '{Text(last.AddDays(1 - Days))}' AND '{Text(last)}'"));
        Assert.Equal(Chunks, await ScalarAsync(options, "SELECT count(*) FROM runs WHERE family = 'backfill'"));

        // What was asked because the process was down has calls of its own, if its time has come already.
        var reconciles = await ScalarAsync(options, "SELECT count(*) FROM runs WHERE family = 'reconcile'");
        Assert.Equal((Chunks + 1L, Chunks + 1L), (simulator.Calls.Count(Vendor.Oura, "sleep") - reconciles, simulator.Calls.Count(Vendor.Oura, "daily_activity") - reconciles));
        await Eventually.TrueAsync(async () => await ScalarAsync(options, "SELECT count(*) FROM work_items WHERE family IN ('backfill', 'derive')") == 0, "nothing is left to do");
        next.Kill();
        SqliteConnection.ClearAllPools();
        data.Delete(recursive: true);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // No jobs: they would ask the vendor too.
    private static HostProcess Start(Uri url, DirectoryInfo data, SimulatorServer simulator, params (string Key, string Value)[] more) => HostProcess.Start(
    [
        ("ASPNETCORE_URLS", url.ToString()), ("Apex:DataDirectory", data.FullName), ("Apex:BootstrapApiKey", ApexHost.ApiKey), ("Apex:Jobs:Enabled", "false"),
        .. SimulatedProviders.Settings(simulator.Options, simulator), .. more,
    ]);

    private static async Task<Guid> SeedAsync(StorageOptions options, SimulatorServer simulator, VirtualPerson person)
    {
        await using var storage = new ApexStorage(options, new ApexClock(TimeProvider.System), new FatalStorage(), NullLoggerFactory.Instance);
        await storage.OpenAsync(CancellationToken.None);
        var userId = await TestPeople.AddUserAsync(storage, "ada", "Etc/UTC");
        var (access, refresh, expiresAt) = simulator.Oura.Grant(person);
        var protector = DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(options.DataDirectory, "keys")), setup => setup.SetApplicationName("Apex"))
            .CreateProtector("Apex.VendorTokens");
        await TestPeople.ConnectAsync(
            storage, userId, "oura", simulator.Oura.UserIdOf(person), new SecretCipher(protector.Protect, protector.Unprotect), access, refresh, expiresAt);
        return userId;
    }

    private static async Task<int> ScalarAsync(StorageOptions options, string sql)
    {
        await using var connection = SqliteFiles.OpenReader(options);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
