using System.Globalization;
using System.Net;
using System.Text;

namespace Apex.Tests.Crash;

/// <summary>A vendor that pushes bodies of several people and repeats each until it hears 2xx. People are divided among the senders, so that "newest" is defined per person and day.</summary>
internal sealed class PushLoad(Uri url, string secret, Ledger ledger, int seed) : IAsyncDisposable
{
    public const int Senders = 8;
    public const int PeoplePerSender = 4;
    private const int Days = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly SocketsHttpHandler _handler = new() { ConnectTimeout = TimeSpan.FromSeconds(2) };
    private Task _running = Task.CompletedTask;
    private int _steps;

    public static IEnumerable<string> People =>
        from sender in Enumerable.Range(0, Senders)
        from person in Enumerable.Range(0, PeoplePerSender)
        select $"crash-{sender}-{person}";

    public static DateOnly FirstDay { get; } = new(2026, 10, 1);

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender))));

    /// <summary>Returns when every body under way has been acknowledged.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Gives up on what is not acknowledged: only a failing test ends here without <see cref="FinishAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandon.Dispose();
        _handler.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(int sender)
    {
        var random = new Random(HashCode.Combine(seed, sender));
        using var client = new HttpClient(_handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(10) };
        while (!_stop.IsCancellationRequested)
        {
            var records = Enumerable.Range(0, random.Next(1, PeoplePerSender + 1))
                .Select(person => ($"crash-{sender}-{person}", FirstDay.AddDays(random.Next(Days)), Interlocked.Increment(ref _steps)))
                .ToList();
            await PostUntilAckedAsync(client, records);
        }
    }

    private async Task PostUntilAckedAsync(HttpClient client, List<(string Person, DateOnly Day, int Steps)> records)
    {
        var body = Encoding.UTF8.GetBytes(Body(records));
        while (!_abandon.IsCancellationRequested)
        {
            Interlocked.Increment(ref ledger.Posts);
            switch (await PostAsync(client, body))
            {
                case HttpStatusCode.OK:
                    ledger.Accept(records);
                    return;
                case HttpStatusCode.ServiceUnavailable:
                    Interlocked.Increment(ref ledger.Refused);
                    break;
                case null:
                    Interlocked.Increment(ref ledger.Resent);
                    await Task.Delay(TimeSpan.FromMilliseconds(20)); // the host is down: real time passes until it is back
                    break;
                case var other:
                    throw new InvalidOperationException($"Unexpected answer {other}.");
            }
        }
    }

    private async Task<HttpStatusCode?> PostAsync(HttpClient client, byte[] body)
    {
        try
        {
            using var response = await client.PostAsync(new Uri(url, $"/api/webhooks/garmin/{secret}"), new ByteArrayContent(body));
            return response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static string Body(IEnumerable<(string Person, DateOnly Day, int Steps)> records) =>
        "{\"dailies\":[" + string.Join(',', records.Select(record => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"userId":"{{record.Person}}","summaryId":"daily-{{record.Person}}-{{record.Day:yyyyMMdd}}","calendarDate":"{{record.Day:yyyy-MM-dd}}",
             "startTimeInSeconds":{{new DateTimeOffset(record.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds()}},"startTimeOffsetInSeconds":0,
             "durationInSeconds":86400,"steps":{{record.Steps}}}
            """))) + "]}";
}
