namespace Apex.Web.Screens;

/// <summary>What a screen shows now.</summary>
/// <param name="Value">Null until the first read is done.</param>
/// <param name="Failed">The last read failed; what is shown may be old.</param>
public sealed record LiveState<T>(T? Value, bool Failed)
    where T : class;
