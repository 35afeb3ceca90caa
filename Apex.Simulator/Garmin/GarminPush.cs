using System.Text.Json;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Garmin;

/// <summary>One push body being put together: any mix of people and types, as Garmin batches them.</summary>
public sealed class GarminPush
{
    private readonly GarminCloud _garmin;
    private readonly List<GarminSleep> _sleeps = [];
    private readonly List<GarminHrv> _hrv = [];
    private readonly List<GarminDaily> _dailies = [];
    private readonly List<GarminDeregistration> _deregistrations = [];
    private readonly List<GarminPermissionChange> _permissionChanges = [];
    private readonly HashSet<string> _people = [];

    internal GarminPush(GarminCloud garmin) => _garmin = garmin;

    /// <summary>The day's main sleep as the person has it now; nothing when there is none.</summary>
    public GarminPush Sleep(VirtualPerson person, DateOnly day, string? validation = null) =>
        person.NightOf(day) is { } night ? Sleep(person, night, validation) : this;

    /// <summary>Exactly this content, under the summary id of its day.</summary>
    public GarminPush Sleep(VirtualPerson person, Night night, string? validation = null)
    {
        _people.Add(person.Id);
        _sleeps.Add(GarminRecords.Sleep(person, _garmin.UserIdOf(person), night, validation, _garmin.DurationIncludesAwake));
        return this;
    }

    public GarminPush Hrv(VirtualPerson person, DateOnly day) => person.NightOf(day) is { } night ? Hrv(person, night) : this;

    /// <summary>Nothing when the night has no HRV.</summary>
    public GarminPush Hrv(VirtualPerson person, Night night)
    {
        if (night.RmssdMs is not null)
        {
            _people.Add(person.Id);
            _hrv.Add(GarminRecords.Hrv(person, _garmin.UserIdOf(person), night));
        }

        return this;
    }

    public GarminPush Daily(VirtualPerson person, DateOnly day) => person.DayOf(day) is { } totals ? Daily(person, totals) : this;

    public GarminPush Daily(VirtualPerson person, DayTotals totals)
    {
        _people.Add(person.Id);
        _dailies.Add(GarminRecords.Daily(person, _garmin.UserIdOf(person), totals));
        return this;
    }

    public GarminPush Deregistration(VirtualPerson person)
    {
        _people.Add(person.Id);
        _deregistrations.Add(new(_garmin.UserIdOf(person)));
        return this;
    }

    /// <summary>What is granted from now on; without <c>HEALTH_EXPORT</c> nothing may be kept coming.</summary>
    public GarminPush PermissionsChange(VirtualPerson person, params string[] permissions)
    {
        _people.Add(person.Id);
        _garmin.SetPermissions(person, permissions);
        var at = _garmin.Options.Time.GetUtcNow().ToUnixTimeSeconds();
        _permissionChanges.Add(new(_garmin.UserIdOf(person), $"p{at:x}", permissions, at));
        return this;
    }

    public WebhookDelivery Build()
    {
        var body = new GarminBody
        {
            Sleeps = OrNull(_sleeps),
            Hrv = OrNull(_hrv),
            Dailies = OrNull(_dailies),
            Deregistrations = OrNull(_deregistrations),
            UserPermissionsChange = OrNull(_permissionChanges),
        };
        return _garmin.Wrap(JsonSerializer.SerializeToUtf8Bytes(body, GarminJson.Default.GarminBody), _people.Count == 1 ? _people.Single() : null);
    }

    public Task<int> SendAsync(CancellationToken ct = default) => _garmin.Webhooks.SendAsync(Build(), ct);

    private static List<T>? OrNull<T>(List<T> records) => records.Count > 0 ? records : null;
}
