using Apex.Infrastructure.Storage;
using Apex.Simulator;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Apex.Tests.Support;

/// <summary>The real host on real Kestrel against the simulated vendor clouds over real HTTP; both on one clock.</summary>
internal sealed class ApexHost : WebApplicationFactory<Program>
{
    public const string ApiKey = "apx_test-key-with-all-scopes-0123456789";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("apex-host-");
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    private ApexHost(TimeProvider time, SimulatorServer simulator) => (_time, Simulator) = (time, simulator);

    public SimulatorServer Simulator { get; }

    public RecordedLogs Logs { get; } = new();

    public Uri Url { get; private set; } = null!;

    public ApexStorage Storage => Services.GetRequiredService<ApexStorage>();

    /// <param name="time">Null: the system's clock.</param>
    public static async Task<ApexHost> StartAsync(StorageKind kind, PostgresServer postgres, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        time ??= TimeProvider.System;
        var simulator = await SimulatorServer.StartAsync(new SimulatorOptions { Time = time });
        var host = new ApexHost(time, simulator);
        host.Configure(kind, kind == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null);
        foreach (var (key, value) in settings)
        {
            host._settings[key] = value;
        }

        host.UseKestrel(0);
        host.StartServer();
        host.Url = host.ClientOptions.BaseAddress;
        simulator.TargetBaseUrl = host.Url;
        return host;
    }

    /// <summary>A client that carries the API key of all scopes.</summary>
    public HttpClient Api()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", ApiKey);
        return client;
    }

    public Task<List<T>> QueryAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> map) => Storage.ReadAsync(session => session.QueryAsync(sql, map));

    public Task<long> CountAsync(string fromWhere) => Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM " + fromWhere));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Simulator.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logs));
        builder.ConfigureServices(services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton(_time);
        });
    }

    private void Configure(StorageKind kind, string? connectionString)
    {
        var sim = Simulator.Options;
        _settings["Apex:DataDirectory"] = _data.FullName;
        _settings["Apex:Storage"] = kind.ToString();
        _settings["Apex:BootstrapApiKey"] = ApiKey;
        _settings["Apex:Jobs:Enabled"] = "false"; // what a test does not ask for must not call a vendor in the middle of it
        _settings["Apex:Backfill:OnConnectDays"] = "0"; // nor may what only connects
        _settings["Apex:BootstrapAdmin:Email"] = "ann@example.org";
        _settings["Apex:BootstrapAdmin:Password"] = "a long sentence";
        if (connectionString is not null)
        {
            _settings["ConnectionStrings:Apex"] = connectionString;
        }

        foreach (var (key, value) in SimulatedProviders.Settings(sim, Simulator))
        {
            _settings[key] = value;
        }
    }
}
