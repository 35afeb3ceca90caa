using System.Globalization;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Apex.Tests.Demo;

/// <summary>The host as started with <c>--demo</c>, with a small cast, on a data directory that outlives it.</summary>
internal sealed class DemoHost : WebApplicationFactory<Program>
{
    private readonly string _data;

    private readonly int _people;

    private DemoHost(DirectoryInfo data, int people) => (_data, _people) = (data.FullName, people);

    public RecordedLogs Logs { get; } = new();

    public static DemoHost Start(DirectoryInfo data, int people = 6)
    {
        var host = new DemoHost(data, people);
        host.UseKestrel(0);
        host.StartServer();
        return host;
    }

    public HttpClient Browser() => CreateClient(new() { BaseAddress = ClientOptions.BaseAddress });

    public Task<List<T>> QueryAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> map) =>
        Services.GetRequiredService<ApexStorage>().ReadAsync(session => session.QueryAsync(sql, map));

    /// <summary>Waits until the cast's past is in and its life goes on.</summary>
    public Task LivingAsync() => Eventually.TrueAsync(() => Task.FromResult(Logs.Lines.Any(line => line.Contains(" 4044 ", StringComparison.Ordinal))), "life goes on");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logs));
        builder.UseSetting("demo", "true"); // the test host passes it on as --demo=true
        builder.UseSetting("Apex:DataDirectory", _data);
        builder.UseSetting("Apex:Demo:People", _people.ToString(CultureInfo.InvariantCulture));
        builder.UseSetting("Apex:Demo:Days", "5");
        builder.UseSetting("Apex:Demo:Faults", "false");
        builder.UseSetting("Apex:Demo:Tick", "00:00:00.2");
    }
}
