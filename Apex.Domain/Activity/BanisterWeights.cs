namespace Apex.Domain.Activity;

/// <summary>Weights a and b of a * e^(b x).</summary>
public readonly record struct BanisterWeights(double A, double B)
{
    public static readonly BanisterWeights Men = new(0.64, 1.92);
    public static readonly BanisterWeights Women = new(0.86, 1.67);
}
