namespace Apex.Infrastructure.Providers;

/// <summary>How a vendor is asked for past days: items of <see cref="Family"/>, each with its first and last day.</summary>
/// <param name="DaysPerItem">Days of one item: few requests, well inside a fetch's deadline.</param>
/// <param name="MaxOnConnectDays">What may be asked for when somebody connects.</param>
/// <param name="MaxDaysBack">How old a day may be; older ones are refused before anybody is asked.</param>
internal sealed record BackfillQuestion(int DaysPerItem, int MaxOnConnectDays, int MaxDaysBack)
{
    public const string Family = "backfill";
}
