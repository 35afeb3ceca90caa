using Apex.Infrastructure.Reading;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Overview;

/// <summary>An outage or a restart in words.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Length">How long it lasted; null for a mere start, and for a moment.</param>
internal sealed record Interruption(string Key, DateTimeOffset At, string What, string? Length, string More)
{
    private const int Most = 6;

    /// <summary>Newest first; empty when there was nothing but the first start.</summary>
    public static IReadOnlyList<Interruption> Of(RoadOverview road, TimeZoneInfo zone) => road.Outages.Count == 0 && road.Starts.Count <= 1
        ? []
        : [.. road.Outages.Select(outage => Of(outage, road.Now, zone)).Concat(road.Starts.Select(start => Of(start, road.Now, zone)))
            .OrderByDescending(entry => entry.At).Take(Most)];

    private static Interruption Of(OutageView outage, DateTimeOffset now, TimeZoneInfo zone)
    {
        var isDown = outage.Kind == "down";
        string?[] parts =
        [
            Between(outage, now, zone),
            isDown ? null : $"{UnitText.Number(outage.Refused)} refused ({Names(outage.Providers)})",
            Reconcile(outage),
            outage.PushOnly.Count > 0 ? $"{Names(outage.PushOnly)} {(outage.PushOnly.Count == 1 ? "sends" : "send")} again unasked" : null,
            outage.Version is null ? null : $"version {outage.Version} since",
        ];
        var length = outage.EndedAt - outage.StartedAt;
        return new(
            $"outage {outage.Id}", outage.EndedAt, isDown ? "Apex was not running" : "Vendors were told to send again",
            length < TimeSpan.FromSeconds(1) ? null : UnitText.Span(length), string.Join("; ", parts.OfType<string>()));
    }

    private static Interruption Of(NodeStart start, DateTimeOffset now, TimeZoneInfo zone) =>
        new($"node {start.Id}", start.StartedAt, $"Node {start.Node} started", null, $"{ClockText.At(start.StartedAt, now, zone)}, version {start.Version}");

    private static string Between(OutageView outage, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (from, to) = (ClockText.At(outage.StartedAt, now, zone), ClockText.At(outage.EndedAt, now, zone));
        return from == to ? from : $"{from} to {to}";
    }

    private static string Reconcile(OutageView outage) => outage switch
    {
        { IsPlanned: false } => "reconcile being planned",
        { Connections: 0 } => "nobody to ask again",
        _ => $"reconcile planned for {UnitText.Some(outage.Connections, "connection", "connections")}",
    };

    private static string Names(IReadOnlyList<string> providers) => string.Join(", ", providers.Select(SourceText.Name));
}
