namespace Apex.Bench.Load;

/// <summary>Of all values, none sampled away.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    public Percentiles(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Max => _sorted.Length == 0 ? 0 : _sorted[^1];

    public double this[double percent] => _sorted.Length == 0 ? 0 : _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percent / 100))];

    public static double Median(IEnumerable<double> values) => new Percentiles(values)[50];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {this[50]:0.0}, p95 {this[95]:0.0}, p99 {this[99]:0.0}, max {Max:0.0} ms");
}
