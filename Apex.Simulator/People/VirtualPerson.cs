using System.Collections.Concurrent;

namespace Apex.Simulator.People;

/// <summary>A person whose nights and days unfold as the world's clock moves, unless a test has set what the vendor has.</summary>
public sealed class VirtualPerson
{
    private readonly World _world;
    private readonly ConcurrentDictionary<DateOnly, Night[]> _setSleeps = new();
    private readonly ConcurrentDictionary<DateOnly, Night> _addedNaps = new();
    private readonly ConcurrentDictionary<DateOnly, DayTotals> _setDays = new();
    private readonly ConcurrentDictionary<DateOnly, int> _extraSteps = new();
    private readonly ConcurrentDictionary<string, TimeZoneInfo> _zones = new();
    private readonly List<(DateOnly From, DateOnly To, string ZoneId)> _trips = [];

    internal VirtualPerson(World world, string id, string displayName, string zoneId, Habits habits)
    {
        _world = world;
        (Id, DisplayName, ZoneId, Habits) = (id, displayName, zoneId, habits);
    }

    public string Id { get; }

    public string DisplayName { get; }

    /// <summary>IANA name of home.</summary>
    public string ZoneId { get; }

    public Habits Habits { get; set; }

    /// <summary>Nothing the device measured after this has reached the vendor.</summary>
    public DateTimeOffset? SyncStoppedAt { get; set; }

    /// <summary>The vendor has everything at once and passes it on so much later.</summary>
    public TimeSpan VendorLag { get; set; }

    /// <summary>From this local day on the device lies in a drawer.</summary>
    public DateOnly? NotWornSince { get; set; }

    public DateTimeOffset LocalNow => TimeZoneInfo.ConvertTime(_world.Time.GetUtcNow(), ZoneOn(DateOnly.FromDateTime(_world.Time.GetUtcNow().Date)));

    public DateOnly LocalToday => DateOnly.FromDateTime(LocalNow.DateTime);

    /// <summary>The main sleep the vendor has for a day by now: the longest, or null when it has none yet.</summary>
    public Night? NightOf(DateOnly wakeDay) =>
        SleepsOf(wakeDay).Where(sleep => sleep.Kind == SleepKind.LongSleep).MaxBy(sleep => sleep.AsleepSeconds);

    /// <summary>Every row the vendor has for a day by now, deleted and false ones included, oldest first.</summary>
    public IReadOnlyList<Night> SleepsOf(DateOnly day)
    {
        if (_setSleeps.TryGetValue(day, out var set))
        {
            return _addedNaps.TryGetValue(day, out var extra) ? [.. set, extra] : set;
        }

        List<Night> sleeps = [];
        AddIfSynced(sleeps, SleepUnfolding.MainOf(this, day, SyncedUntil));
        AddIfSynced(sleeps, SleepUnfolding.NapOf(this, day, SyncedUntil));
        AddIfSynced(sleeps, _addedNaps.GetValueOrDefault(day));
        return sleeps;
    }

    /// <summary>The day's movement as far as it has synced; null before the person has woken into that day.</summary>
    public DayTotals? DayOf(DateOnly date)
    {
        if (_setDays.TryGetValue(date, out var set))
        {
            return set;
        }

        var wake = NightPlan.MainOf(this, date).End;
        if (SyncedUntil < wake || date >= NotWornSince)
        {
            return null;
        }

        var planned = DayPlan.Of(this, date, DayPlan.PartDone(SyncedUntil - wake));
        return planned with { Steps = planned.Steps + _extraSteps.GetValueOrDefault(date), RestingHeartRateBpm = NightOf(date)?.LowestHeartRateBpm };
    }

    /// <summary>A walk nobody planned, on top of what the day holds.</summary>
    public void Walk(DateOnly date, int steps) => _extraSteps.AddOrUpdate(date, steps, (_, before) => before + steps);

    /// <summary>The night as it will be, whatever the clock says: the start of a <c>with</c> expression for <see cref="SetNight"/>.</summary>
    public Night PlannedNight(DateOnly wakeDay) => NightPlan.MainOf(this, wakeDay);

    /// <summary>The whole day as it will have been by its end.</summary>
    public DayTotals PlannedDay(DateOnly date) => DayPlan.Of(this, date, 1) with { RestingHeartRateBpm = PlannedNight(date).LowestHeartRateBpm };

    /// <summary>From now on the vendor has exactly this night for the day, or none.</summary>
    public void SetNight(DateOnly day, Night? night) => SetSleeps(day, night is null ? [] : [night]);

    /// <summary>From now on the vendor has exactly these rows for the day; rows without id get one by their position.</summary>
    public void SetSleeps(DateOnly day, params Night[] sleeps) =>
        _setSleeps[day] = [.. sleeps.Select((sleep, index) => sleep.Id.Length > 0 ? sleep : sleep with { Id = DocumentId(day, $"sleep-{index}") })];

    public void SetDay(DateOnly day, DayTotals totals) => _setDays[day] = totals;

    /// <summary>Changes the day's main night under the same id, as a vendor does when it recalculates.</summary>
    public Night Revise(DateOnly day, Func<Night, Night> change)
    {
        var current = NightOf(day) ?? PlannedNight(day);
        var revised = change(current) with { Id = current.Id, Revision = current.Revision + 1 };
        SetSleeps(day, [.. SleepsOf(day).Where(sleep => sleep.Id != current.Id), revised]);
        _addedNaps.TryRemove(day, out _); // now among the rows just set
        return revised;
    }

    /// <summary>The person lies down for a while today; visible once it is over.</summary>
    public Night TakeNap(DateTimeOffset start, TimeSpan length)
    {
        var local = TimeZoneInfo.ConvertTime(start, ZoneOn(DateOnly.FromDateTime(start.Date)));
        var day = DateOnly.FromDateTime(local.DateTime);
        return _addedNaps[day] = NightPlan.Nap(this, day, local, (int)length.TotalSeconds);
    }

    /// <summary>Days spent in another zone; their nights carry its offset.</summary>
    public void Travel(DateOnly from, DateOnly to, string zoneId)
    {
        lock (_trips)
        {
            _trips.Add((from, to, zoneId));
        }
    }

    public TimeZoneInfo ZoneOn(DateOnly day)
    {
        lock (_trips)
        {
            var zoneId = _trips.LastOrDefault(trip => trip.From <= day && day <= trip.To).ZoneId ?? ZoneId;
            return _zones.GetOrAdd(zoneId, TimeZoneInfo.FindSystemTimeZoneById);
        }
    }

    /// <summary>How far what the vendor tells reaches.</summary>
    internal DateTimeOffset SyncedUntil => SyncStoppedAt is { } stopped && stopped < ToldAt ? stopped : ToldAt;

    /// <summary>When the vendor had what it sends now.</summary>
    internal DateTimeOffset ToldAt => _world.Time.GetUtcNow() - VendorLag;

    /// <summary>The device measures nothing that day and still reaches the phone, so that the vendor knows of its lying there.</summary>
    internal bool LiesUnused(DateOnly day) => day >= NotWornSince && SyncedUntil >= LocalToInstant(day, TimeSpan.FromHours(4));

    /// <summary>It was put away the evening before the first day it is not worn on.</summary>
    internal bool IsOffAt(DateTimeOffset instant) => NotWornSince is { } since && instant >= LocalToInstant(since.AddDays(-1), TimeSpan.FromHours(21));

    internal IEnumerable<DateOnly> SetSleepDays => _setSleeps.Keys;

    internal Dice Dice(DateOnly day, string purpose) => People.Dice.For(_world.Seed, Id, day.DayNumber, purpose);

    internal string DocumentId(DateOnly day, string what) => Dice(day, what).NextGuid().ToString();

    /// <param name="day">Local day.</param>
    /// <param name="sinceMidnight">May be negative or over 24 h; a time skipped by a DST change moves an hour on.</param>
    internal DateTimeOffset LocalToInstant(DateOnly day, TimeSpan sinceMidnight)
    {
        var zone = ZoneOn(day);
        var local = day.ToDateTime(TimeOnly.MinValue) + sinceMidnight;
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private void AddIfSynced(List<Night> sleeps, Night? sleep)
    {
        if (sleep is not null && sleep.End <= SyncedUntil && !(sleep.Day >= NotWornSince))
        {
            sleeps.Add(sleep);
        }
    }
}
