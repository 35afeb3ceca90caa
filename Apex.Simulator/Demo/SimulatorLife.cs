using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>Keeps the people living on the simulator's clock and their vendors telling of it.</summary>
public sealed class SimulatorLife(SimulatorServer server, IReadOnlyList<LifeConnection> connections, LifeOptions options)
{
    // What Apex did not take is tried again, as vendors do, so often and so many.
    private const int MostTries = 10;
    private const int LongestBacklog = 500;

    // HRV follows the sleep in a push of its own.
    private const int TicksFromSleepToHrv = 2;

    private readonly Dictionary<(LifeConnection Connection, string SleepId), Night> _toldSleeps = [];
    private readonly Dictionary<(LifeConnection Connection, DateOnly Day), DayTotals> _toldDays = [];
    private readonly Queue<(int AtTick, LifeConnection Connection, DateOnly Day)> _hrvToCome = new();
    private readonly Queue<(WebhookDelivery Delivery, int Tries)> _backlog = new();
    private readonly PassingFaults _faults = new(server, connections);
    private Dice _dice = Dice.For(server.Options.Seed, "life", 0, "ticks");
    private int _tick;

    /// <summary>Off: no new passing faults; those of the roles stay.</summary>
    public bool FaultsPass { get; set; } = options.TicksPerFault > 0;

    /// <summary>Past days of everyone, to be sent before life begins. What they tell is not told again.</summary>
    public IEnumerable<WebhookDelivery> History(int days)
    {
        foreach (var connection in connections)
        {
            Remember(connection, days);
            foreach (var delivery in VendorNews.History(server, connection, days))
            {
                yield return delivery;
            }
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.TickInterval, server.Options.Time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await TickAsync(ct);
        }
    }

    /// <summary>One step of life; returns how many webhooks it sent.</summary>
    public async Task<int> TickAsync(CancellationToken ct = default)
    {
        _tick++;
        if (FaultsPass && options.TicksPerFault > 0 && _tick % options.TicksPerFault == 0)
        {
            _faults.Next(ref _dice);
        }

        if (options.TicksPerSurprise > 0 && _tick % options.TicksPerSurprise == 0)
        {
            Surprise();
        }

        List<(WebhookDelivery Delivery, int Tries)> news =
            [.. _backlog, .. connections.SelectMany(SleepNews).Concat(Walks()).Concat(HrvNews()).Select(delivery => (delivery, 0))];
        _backlog.Clear();
        foreach (var (delivery, tries) in news)
        {
            await SendAsync(delivery, tries + 1, ct);
        }

        return news.Count;
    }

    private async Task SendAsync(WebhookDelivery delivery, int tries, CancellationToken ct)
    {
        var status = await server.Webhooks.SendAsync(delivery, ct);
        if (status is WebhookSender.NoAnswer or >= 400 && tries < MostTries && _backlog.Count < LongestBacklog)
        {
            _backlog.Enqueue((delivery, tries));
        }
    }

    private IEnumerable<WebhookDelivery> SleepNews(LifeConnection connection)
    {
        var today = connection.Person.LocalToday;
        foreach (var night in connection.Person.SleepsOf(today.AddDays(-1)).Concat(connection.Person.SleepsOf(today)))
        {
            var known = _toldSleeps.GetValueOrDefault((connection, night.Id));
            if (night == known)
            {
                continue;
            }

            _toldSleeps[(connection, night.Id)] = night;
            if (connection.Vendor == Vendor.Garmin && night.RmssdMs is not null && night.RmssdMs != known?.RmssdMs)
            {
                _hrvToCome.Enqueue((_tick + TicksFromSleepToHrv, connection, night.Day));
            }

            yield return VendorNews.OfSleep(server, connection, night, isNew: known is null);
        }
    }

    private IEnumerable<WebhookDelivery> HrvNews()
    {
        while (_hrvToCome.TryPeek(out var next) && next.AtTick <= _tick)
        {
            _hrvToCome.Dequeue();
            yield return server.Garmin.Push().Hrv(next.Connection.Person, next.Day).Build();
        }
    }

    private IEnumerable<WebhookDelivery> Walks()
    {
        for (var index = 0; index < Math.Min(options.WalkersPerTick, connections.Count); index++)
        {
            var connection = connections[((_tick * options.WalkersPerTick) + index) % connections.Count];
            var (person, today) = (connection.Person, connection.Person.LocalToday);
            if (person.SyncStoppedAt is null && person.DayOf(today) is not null)
            {
                person.Walk(today, _dice.Between(20, 260));
            }

            if (person.DayOf(today) is { } day && day != _toldDays.GetValueOrDefault((connection, today)))
            {
                _toldDays[(connection, today)] = day;
                yield return VendorNews.OfDay(server, connection, day);
            }
        }
    }

    // The clock alone would let an onlooker wait for hours.
    private void Surprise()
    {
        var awake = connections.Where(connection => connection.Person.NightOf(connection.Person.LocalToday) is not null).ToList();
        if (awake.Count == 0)
        {
            return;
        }

        var person = awake[_dice.Between(0, awake.Count - 1)].Person;
        if (_dice.Next() < 0.4)
        {
            var length = TimeSpan.FromMinutes(_dice.Between(20, 70));
            person.TakeNap(server.Options.Time.GetUtcNow() - length, length);
            return;
        }

        var seconds = _dice.Between(-20, 30) * 60;
        person.Revise(person.LocalToday, night => night with { End = night.End.AddSeconds(seconds), LightSeconds = Math.Max(0, night.LightSeconds + seconds) });
    }

    private void Remember(LifeConnection connection, int days)
    {
        for (var day = connection.Person.LocalToday.AddDays(-days + 1); day <= connection.Person.LocalToday; day = day.AddDays(1))
        {
            foreach (var night in connection.Person.SleepsOf(day))
            {
                _toldSleeps[(connection, night.Id)] = night;
            }
        }
    }
}
