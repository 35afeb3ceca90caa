using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Sqlite;
using Apex.Simulator;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Crash;

/// <summary>A process that dies at a named point of a token refresh. The pair is never spent twice; only between the vendor's reply and our
/// commit it is lost, and then the person is told whose doing it was.</summary>
public sealed class RefreshKillTests
{
    [Theory]
    [InlineData("refresh.intent", "active", null)]
    [InlineData("refresh.replied", "reauth_needed", "refresh_interrupted")]
    [InlineData("refresh.saved", "active", null)]
    public async Task Kill_DuringARefresh_LeavesTheConnectionInTheStateItsWindowAllows(string point, string status, string? cause)
    {
        var data = Directory.CreateTempSubdirectory("apex-refresh-");
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions());
        var url = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}");
        simulator.TargetBaseUrl = url;
        var options = new StorageOptions(StorageKind.Sqlite, data.FullName, null);
        var person = simulator.World.AddPerson("ada");
        await SeedAsync(options, simulator, person);
        simulator.Oura.ExpireAccessToken(person);

        using (var doomed = Start(url, data, simulator, ("APEX_FAIL_POINT", point)))
        {
            await doomed.WaitUntilListeningAsync(TestContext.Current.CancellationToken);
            Assert.Equal(200, await simulator.Oura.NotifyAsync(person, "sleep", "update", "any", ct: TestContext.Current.CancellationToken));
            await doomed.ExitAsync(TestContext.Current.CancellationToken);
        }

        // The lease of the dead refresh is a minute long in real time; its end is brought about instead of waited for.
        await ChangeAsync(options, "UPDATE connections SET refresh_lease_until = 1 WHERE refresh_lease_until IS NOT NULL");
        await ChangeAsync(options, "UPDATE work_items SET due_at = 1, wait_reason = NULL WHERE lease_until IS NULL");
        using var next = Start(url, data, simulator);
        await next.WaitUntilListeningAsync(TestContext.Current.CancellationToken);

        var seen = await Eventually.GetAsync(() => StatusAsync(options), now => now == (status, cause, true), $"{status} after {point}");
        Assert.Equal((status, cause, true), seen);
        Assert.Equal(point == "refresh.replied" ? 1 : 0, simulator.Calls.CountTokenUse(Vendor.Oura, TokenUse.RefreshRefused, person));
        next.Kill();
        data.Delete(recursive: true);
    }

    private static HostProcess Start(Uri url, DirectoryInfo data, SimulatorServer simulator, params (string Key, string Value)[] more) => HostProcess.Start(
        [("ASPNETCORE_URLS", url.ToString()), ("Apex:DataDirectory", data.FullName), .. SimulatedProviders.Settings(simulator.Options, simulator), .. more]);

    private static async Task SeedAsync(StorageOptions options, SimulatorServer simulator, VirtualPerson person)
    {
        await using var storage = await OpenAsync(options);
        var userId = await TestPeople.AddUserAsync(storage, "ada", "Europe/Berlin");
        var (access, refresh, expiresAt) = simulator.Oura.Grant(person);
        var protector = DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(options.DataDirectory, "keys")), setup => setup.SetApplicationName("Apex"))
            .CreateProtector("Apex.VendorTokens");
        var cipher = new SecretCipher(protector.Protect, protector.Unprotect);
        await TestPeople.ConnectAsync(storage, userId, "oura", simulator.Oura.UserIdOf(person), cipher, access, refresh, expiresAt);
    }

    private static async Task ChangeAsync(StorageOptions options, string sql)
    {
        await using var storage = await OpenAsync(options);
        await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(sql));
    }

    /// <summary>Status, cause, and whether the refresh is over.</summary>
    private static async Task<(string, string?, bool)> StatusAsync(StorageOptions options)
    {
        await using var connection = SqliteFiles.OpenReader(options);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT status, status_cause, refresh_lease_until IS NULL AND (token_version > 1 OR status <> 'active') FROM connections";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetBoolean(2));
    }

    private static async Task<ApexStorage> OpenAsync(StorageOptions options)
    {
        var storage = new ApexStorage(options, new ApexClock(TimeProvider.System), new FatalStorage(), NullLoggerFactory.Instance);
        await storage.OpenAsync(CancellationToken.None);
        return storage;
    }
}
