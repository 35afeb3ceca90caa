using System.Collections.Concurrent;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Garmin;

/// <summary>Garmin's side of the wire: full records pushed unsigned, many people in one body. Nothing can be fetched.</summary>
public sealed class GarminCloud
{
    private static readonly string[] AllPermissions = ["ACTIVITY_EXPORT", "HEALTH_EXPORT"];

    private readonly ConcurrentDictionary<string, string> _userIds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string[]> _permissions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _deregistered = new(StringComparer.Ordinal);

    internal GarminCloud(SimulatorOptions options, World world, WebhookSender webhooks) =>
        (Options, Webhooks, Tokens) = (options, webhooks, new TokenDesk("garmin", options.Time)
        {
            AdoptsEarlierTokensOf = personId => options.AdoptsEarlierTokens && world.FindPerson(personId) is not null,
        });

    /// <summary>Sources disagree on whether <c>durationInSeconds</c> counts awake time; false: asleep only.</summary>
    public bool DurationIncludesAwake { get; set; }

    internal SimulatorOptions Options { get; }

    internal WebhookSender Webhooks { get; }

    internal TokenDesk Tokens { get; }

    public string UserIdOf(VirtualPerson person) =>
        _userIds.GetOrAdd(person.Id, _ => person.DocumentId(DateOnly.MinValue, "garmin-user"));

    public TokenPair Grant(VirtualPerson person) => Tokens.Issue(person.Id);

    /// <summary>Access tokens given out so far answer 401; refresh tokens still work.</summary>
    public void ExpireAccessToken(VirtualPerson person) => Tokens.ExpireAccess(person.Id);

    public GarminPush Push() => new(this);

    /// <summary>Apex has called <c>DELETE /user/registration</c> for this person.</summary>
    public bool IsDeregistered(VirtualPerson person) => _deregistered.ContainsKey(person.Id);

    /// <summary>Any bytes, sound or not, with Garmin's headers to Garmin's path.</summary>
    public WebhookDelivery Wrap(byte[] body, string? personId = null) => new(
        Vendor.Garmin,
        $"/api/webhooks/garmin/{Options.GarminPathSecret}",
        new Dictionary<string, string> { ["garmin-client-id"] = Options.GarminClientId },
        body,
        personId);

    internal void SetPermissions(VirtualPerson person, string[] permissions) => _permissions[person.Id] = permissions;

    internal IReadOnlyList<string> PermissionsOf(VirtualPerson person) => _permissions.GetValueOrDefault(person.Id, AllPermissions);

    internal void Deregister(VirtualPerson person)
    {
        _deregistered[person.Id] = true;
        Tokens.Revoke(person.Id);
    }
}
