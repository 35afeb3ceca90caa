using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>Short troubles that take turns, each hitting one connection and healing by itself.</summary>
internal sealed class PassingFaults(SimulatorServer server, IReadOnlyList<LifeConnection> connections)
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(20);

    private static readonly Fault[] Turns =
    [
        new Fault.TooManyRequests(TimeSpan.FromSeconds(30)), new Fault.Duplicate(3), new Fault.ServerError(502), new Fault.Late(TimeSpan.FromSeconds(12)),
        new Fault.Slow(TimeSpan.FromSeconds(4)), new Fault.OutOfOrder(), new Fault.WrongJson(BrokenBody.Html), new Fault.Drop(),
    ];

    private int _turn;

    public void Next(ref Dice dice)
    {
        var fault = Turns[_turn++ % Turns.Length];

        // Only Oura is fetched from; webhooks come from everyone.
        var hit = connections.Where(connection => fault is Fault.Webhook || connection.Vendor == Vendor.Oura).ToList();
        if (hit.Count > 0)
        {
            var chosen = hit[dice.Between(0, hit.Count - 1)];
            server.Faults.Inject(chosen.Vendor, fault, chosen.Person, times: 2, lasting: Lasting, path: fault is Fault.Api ? "/v2/" : null);
        }
    }
}
