using System.Globalization;
using Apex.Infrastructure;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Crash;

/// <summary>Ack means durable: the real host as a process of its own, a few hundred posts a second, SIGKILL at random moments, compared with a
/// ledger kept outside of it. APEX_CRASH_ROUNDS lengthens it (CONTRIBUTING.md); the seed is printed.</summary>
public sealed class AckDurabilityTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const string Secret = "crash-path-secret-0123456789";
    private const int ShortRounds = 6;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("apex-crash-");

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Kill_AtRandomMomentsUnderLoad_LosesNoAckedBodyAndKeepsTheNewestVersions(StorageKind kind)
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("APEX_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var asked) ? asked : ShortRounds;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var options = new StorageOptions(kind, _data.FullName, kind == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null);
        var url = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}");
        output.WriteLine($"seed {seed}, {rounds} rounds");

        await KillDuringFirstStartsAsync(options, url, random);
        await SeedPeopleAsync(options);
        var ledger = new Ledger();
        await using (var load = new PushLoad(url, Secret, ledger, seed))
        {
            for (var round = 0; round < rounds; round++)
            {
                using var host = Start(options, url);
                if (round == 0)
                {
                    load.Start();
                }

                await UntilMoreAckedAsync(ledger, random.Next(50, 400));
                host.Kill();
            }

            using var last = Start(options, url);
            await load.FinishAsync();
            await UntilQueueIsEmptyAsync(options);
            last.Kill();
        }

        output.WriteLine($"{ledger.Acked.Count} records acked in {ledger.Posts} posts, {ledger.Resent} sent again, {ledger.Refused} answered 503, {rounds} kills");
        await CompareAsync(options, ledger);
    }

    private HostProcess Start(StorageOptions options, Uri url) => HostProcess.Start(
    [
        ("ASPNETCORE_URLS", url.ToString()), ("Apex:DataDirectory", _data.FullName), ("Apex:Storage", options.Kind.ToString()),
        ("ConnectionStrings:Apex", options.ConnectionString ?? ""), ("Logging:LogLevel:Default", "Warning"),
        ("Providers:Garmin:Enabled", "true"), ("Providers:Garmin:WebhookSecret", Secret),
    ]);

    // Killed between nothing and half-way through the migrations; the next start must go on from there.
    private async Task KillDuringFirstStartsAsync(StorageOptions options, Uri url, Random random)
    {
        for (var i = 0; i < 3; i++)
        {
            using var host = Start(options, url);
            await Task.Delay(random.Next(200, 1500)); // a random moment of its start, in real time
            host.Kill();
        }
    }

    private static async Task SeedPeopleAsync(StorageOptions options)
    {
        await using var storage = await OpenAsync(options);
        foreach (var person in PushLoad.People)
        {
            var userId = await TestPeople.AddUserAsync(storage, person, "Etc/UTC");
            await TestPeople.ConnectAsync(storage, userId, "garmin", person);
        }
    }

    private static Task UntilMoreAckedAsync(Ledger ledger, int more)
    {
        var target = ledger.Acked.Count + more;
        return Eventually.TrueAsync(() => Task.FromResult(ledger.Acked.Count >= target), "the load goes on");
    }

    private static async Task UntilQueueIsEmptyAsync(StorageOptions options)
    {
        // On PostgreSQL leases of killed processes run out in two minutes of real time; looked at from outside the process.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await PendingAsync(options) > 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<long> PendingAsync(StorageOptions options)
    {
        await using var connection = await OpenReaderAsync(options);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM work_items";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<System.Data.Common.DbConnection> OpenReaderAsync(StorageOptions options)
    {
        System.Data.Common.DbConnection connection = options.Kind == StorageKind.Sqlite
            ? new SqliteConnection($"Data Source={options.SqliteFile};Mode=ReadOnly;Pooling=False")
            : new Npgsql.NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task CompareAsync(StorageOptions options, Ledger ledger)
    {
        await using var storage = await OpenAsync(options);
        var bodies = await storage.ReadAsync(session => session.QueryAsync(
            "SELECT body, body_bytes, state FROM inbox_messages", reader => (Body: BodyCodec.Decode(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1)), State: reader.GetString(2))));
        var stored = bodies.Select(row => StepsOf(row.Body)).ToList();

        Assert.All(bodies, row => Assert.Equal("settled", row.State));
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Equal(ledger.Acked.Keys.Select(record => record.Steps).Order(), stored.Order());

        var days = await storage.ReadAsync(session => session.QueryAsync(
            "SELECT u.external_id, d.date, d.steps FROM daily_metrics d JOIN users u ON u.id = d.user_id",
            reader => KeyValuePair.Create((reader.GetString(0), reader.GetFieldValue<DateOnly>(1)), reader.GetInt32(2))));
        Assert.Equal(ledger.NewestSteps.OrderBy(pair => pair.Key), days.OrderBy(pair => pair.Key));
    }

    // The unique number is found in the raw bytes, not by the product's parser.
    private static int StepsOf(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        var start = text.IndexOf("\"steps\":", StringComparison.Ordinal) + 8;
        return int.Parse(text.AsSpan(start, text.IndexOf('}', start) - start), CultureInfo.InvariantCulture);
    }

    private static async Task<ApexStorage> OpenAsync(StorageOptions options)
    {
        var storage = new ApexStorage(options, new ApexClock(TimeProvider.System), new FatalStorage(), NullLoggerFactory.Instance);
        await storage.OpenAsync(CancellationToken.None);
        return storage;
    }
}
