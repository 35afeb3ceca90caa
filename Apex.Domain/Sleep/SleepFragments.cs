namespace Apex.Domain.Sleep;

/// <summary>Joins the fragments one source reports for one sleep (science 3.3).</summary>
public static class SleepFragments
{
    /// <summary>The longest gap inside one sleep; it counts as awake and in bed. Apex's own choice: others use 120 min.</summary>
    public static readonly TimeSpan MaxGap = TimeSpan.FromMinutes(60);

    /// <summary>Fragments of one source, in any order, as whole sleeps in time order.</summary>
    public static IReadOnlyList<NormalizedSleep> Merge(IReadOnlyList<NormalizedSleep> fragments) =>
        [.. Group(fragments, fragment => fragment).Select(Join)];

    /// <summary>The items whose sleeps belong together, in time order.</summary>
    internal static IReadOnlyList<IReadOnlyList<T>> Group<T>(IReadOnlyList<T> items, Func<T, NormalizedSleep> sleepOf)
    {
        List<List<T>> groups = [];
        var start = DateTimeOffset.MinValue;
        var end = DateTimeOffset.MinValue;
        foreach (var item in items.OrderBy(item => sleepOf(item).StartUtc).ThenBy(item => sleepOf(item).EndUtc))
        {
            var sleep = sleepOf(item);
            var joined = Later(end, sleep.EndUtc);
            if (groups.Count > 0 && sleep.StartUtc - end <= MaxGap && joined - start <= SleepNormalizer.MaxLength)
            {
                groups[^1].Add(item);
                end = joined;
            }
            else
            {
                groups.Add([item]);
                (start, end) = (sleep.StartUtc, sleep.EndUtc);
            }
        }

        return groups;
    }

    /// <summary>One sleep from fragments in time order.</summary>
    internal static NormalizedSleep Join(IReadOnlyList<NormalizedSleep> fragments) =>
        fragments.Skip(1).Aggregate(fragments[0], Join);

    private static NormalizedSleep Join(NormalizedSleep first, NormalizedSleep second)
    {
        var last = second.EndUtc >= first.EndUtc ? second : first;
        // A gap is time in bed; an overlap is counted once.
        var gapMin = (second.StartUtc - first.EndUtc).TotalMinutes;
        var inBed = Math.Max(first.InBedMin + second.InBedMin + gapMin, Math.Max(first.InBedMin, second.InBedMin));
        var asleep = first.AsleepMin + second.AsleepMin;
        // Overlapping fragments may add up to more sleep than there was time; then each gives way in proportion.
        var share = Math.Min(1, inBed / asleep);
        return first with
        {
            EndUtc = last.EndUtc,
            EndOffsetMin = last.EndOffsetMin,
            AsleepMin = asleep * share,
            InBedMin = inBed,
            InBedStated = first.InBedStated && second.InBedStated,
            RemMin = (first.RemMin + second.RemMin) * share,
            DeepMin = (first.DeepMin + second.DeepMin) * share,
            LightMin = (first.LightMin + second.LightMin) * share,
            IsNapByVendor = first.IsNapByVendor && second.IsNapByVendor,
            Tentative = first.Tentative || second.Tentative,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
