namespace Apex.Web.Screens;

/// <summary>Keeps rows where they are while somebody points at, selects in or works with a list: values change in place, nothing moves, what is new waits.</summary>
public sealed class StableRows<TKey, TRow>(Func<TRow, TKey> keyOf)
    where TKey : notnull
{
    private List<TKey> _order = [];

    public IReadOnlyList<TRow> Rows { get; private set; } = [];

    /// <summary>Rows that wait to be shown.</summary>
    public int Waiting { get; private set; }

    /// <summary>The order has changed but is not shown yet.</summary>
    public bool HasMoved { get; private set; }

    public void Show(IReadOnlyList<TRow> wanted, bool held)
    {
        if (held && _order.Count > 0)
        {
            var byKey = wanted.ToDictionary(keyOf);
            var known = _order.ToHashSet();
            Rows = [.. _order.Where(byKey.ContainsKey).Select(key => byKey[key])];
            Waiting = byKey.Keys.Count(key => !known.Contains(key));
            HasMoved = !wanted.Select(keyOf).SequenceEqual(_order);
            return;
        }

        (Rows, Waiting, HasMoved, _order) = (wanted, 0, false, [.. wanted.Select(keyOf)]);
    }
}
