using Apex.Infrastructure.Publishing;
using Apex.Simulator;
using Apex.Simulator.Demo;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Apex.Web.Demo;

/// <summary>The demo from start to end: people, their past, their troubles, then life.</summary>
internal sealed partial class DemoRun(
    SimulatorServer vendors, DemoMode mode, DemoCast people, DemoHistory history, MetricsFeed feed, IServer server, IHostApplicationLifetime host,
    TimeProvider time, IOptions<DemoOptions> options, ILogger<DemoRun> logger) : BackgroundService
{
    // No news for this long: what was announced is fetched. Bounded, in case of trouble that is not simulated.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ListeningAsync(stoppingToken);
            vendors.TargetBaseUrl = OwnAddress();
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
        catch (Exception failure)
        {
            LogFailed(failure); // Apex itself goes on, with what is there
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        if (mode.Account is { } account)
        {
            LogAccount(account.Email, account.Password);
        }

        var cast = DemoPeople.Create(options.Value.People, options.Value.Seed);
        var connections = DemoStage.Enter(vendors, cast);
        LogPeople(cast.Count, await people.CreateAsync(cast, ct));

        var (living, ended) = Parted(cast, connections);
        var life = new SimulatorLife(vendors, living, new() { TickInterval = options.Value.Tick }) { FaultsPass = options.Value.Faults };
        var days = history.DaysMissing(options.Value.Days);
        var past = life.History(days);
        await history.SendAsync(history.IsTold ? past : past.Concat(ended.History(days)), days, ct);
        await SilenceAsync(ct);

        foreach (var announced in DemoStage.BeginTroubles(vendors, cast))
        {
            await vendors.Webhooks.SendAsync(announced, ct);
        }

        LogLife();
        await life.RunAsync(ct);
    }

    // Whoever ends access has a past and, from then on, no news.
    private (IReadOnlyList<LifeConnection> Living, SimulatorLife Ended) Parted(IReadOnlyList<DemoPerson> cast, IReadOnlyList<LifeConnection> connections)
    {
        var ending = cast.Where(member => member.Role == DemoRole.AccessEnded).Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        return (
            [.. connections.Where(connection => !ending.Contains(connection.Person.Id))],
            new SimulatorLife(vendors, [.. connections.Where(connection => ending.Contains(connection.Person.Id))], new()));
    }

    private Task ListeningAsync(CancellationToken ct)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.ApplicationStarted.Register(listening.SetResult);
        return listening.Task.WaitAsync(ct);
    }

    private Uri OwnAddress()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var http = addresses.FirstOrDefault(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException("The demo needs one http address among those Apex listens on.");
        var port = BindingAddress.Parse(http).Port;
        return new UriBuilder(Uri.UriSchemeHttp, http.Contains("[::1]", StringComparison.Ordinal) ? "[::1]" : "127.0.0.1", port).Uri;
    }

    /// <summary>Completes when nothing has been stored for a while.</summary>
    private async Task SilenceAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heardAt = time.GetTimestamp();
        var started = heardAt;
        var listening = Task.Run(
            async () =>
            {
                await foreach (var _ in feed.SubscribeAsync(stop.Token))
                {
                    Volatile.Write(ref heardAt, time.GetTimestamp());
                }
            },
            CancellationToken.None);
        while (time.GetElapsedTime(Volatile.Read(ref heardAt)) < Quiet && time.GetElapsedTime(started) < LongestWait)
        {
            await Task.Delay(Quiet / 4, time, ct);
        }

        await stop.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(4040, LogLevel.Warning, "Demo: everybody here is simulated. Sign in as {Email} with password {Password}")]
    private partial void LogAccount(string email, string password);

    [LoggerMessage(4043, LogLevel.Information, "Demo: {People} people, {Created} of them new")]
    private partial void LogPeople(int people, int created);

    [LoggerMessage(4044, LogLevel.Information, "Demo: the past is in; troubles begin and life goes on")]
    private partial void LogLife();

    [LoggerMessage(4045, LogLevel.Error, "Demo: simulated life has ended")]
    private partial void LogFailed(Exception failure);
}
