namespace Apex.Domain.Freshness;

/// <summary>How long a device says that it was worn and not worn in its day. Its day may begin at 04:00, as Oura's does.</summary>
public sealed record WornDay(DateOnly Day, double WornMin, double NotWornMin);
