using System.Globalization;
using Apex.Simulator;
using Apex.Simulator.Traffic;
using Apex.Web.Configuration;
using Microsoft.Extensions.Options;

namespace Apex.Web.Demo;

/// <summary>Pushes past days through the real webhook route, person by person, as fast as Apex takes them.</summary>
internal sealed partial class DemoHistory(SimulatorServer vendors, TimeProvider time, IOptions<ApexOptions> settings, ILogger<DemoHistory> logger)
{
    // Apex commits deliveries that wait together at once, so a few under way keep it busy.
    private const int InFlight = 16;

    // What Apex does not take now is sent again, as vendors do; together a minute.
    private const int MostTries = 30;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    // Sent again after a restart, for what was announced and not told.
    private const int Overlap = 2;
    private const int LogEvery = 500;

    private int _sent;
    private int _refused;

    private string Marker => Path.Combine(settings.Value.DataPath, "demo-history.txt");

    /// <summary>An earlier start has told everybody's past.</summary>
    public bool IsTold => File.Exists(Marker);

    /// <summary>How many days Apex does not have: all on the first start, what it slept through on a later one.</summary>
    public int DaysMissing(int wanted) =>
        IsTold && DateOnly.TryParseExact(File.ReadAllText(Marker).Trim(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var through)
            ? Math.Clamp(Today.DayNumber - through.DayNumber + Overlap, Overlap, wanted)
            : wanted;

    public async Task SendAsync(IEnumerable<WebhookDelivery> past, int days, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        await Parallel.ForEachAsync(past, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, SendAsync);
        await File.WriteAllTextAsync(Marker, Today.ToString("O", CultureInfo.InvariantCulture), ct);
        LogDone(_sent, days, time.GetElapsedTime(started).TotalSeconds, _refused);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private async ValueTask SendAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var status = await vendors.Webhooks.SendAsync(delivery, ct);
            if (status is not (WebhookSender.NoAnswer or StatusCodes.Status503ServiceUnavailable))
            {
                Count(status);
                return;
            }

            await Task.Delay(TryAgainAfter, time, ct);
        }

        Count(StatusCodes.Status503ServiceUnavailable);
    }

    private void Count(int status)
    {
        if (status >= StatusCodes.Status400BadRequest)
        {
            Interlocked.Increment(ref _refused);
        }

        if (Interlocked.Increment(ref _sent) is var sent && sent % LogEvery == 0)
        {
            LogProgress(sent);
        }
    }

    [LoggerMessage(4041, LogLevel.Information, "Demo: {Sent} webhooks of past days sent")]
    private partial void LogProgress(int sent);

    [LoggerMessage(4042, LogLevel.Information, "Demo: all {Sent} webhooks of {Days} days were sent in {Seconds:0.0} s, {Refused} were refused")]
    private partial void LogDone(int sent, int days, double seconds, int refused);
}
