namespace Apex.Infrastructure.Gate;

/// <summary>Whether a vendor may be asked, for people.</summary>
/// <param name="PausedBy">As the audit log names them.</param>
/// <param name="Circuit">closed, open or half_open.</param>
/// <param name="OpenedAt">Since when this trouble lasts.</param>
/// <param name="OpenUntil">When one item tries again.</param>
/// <param name="Reason">unavailable (the circuit), mass_reauth (refreshes are refused to many at once) or null.</param>
/// <param name="Error">Of the failure that opened the circuit last, such as http_503.</param>
/// <param name="Probing">One item is finding out whether the vendor is back.</param>
/// <param name="Failures">In a row, while the circuit is closed.</param>
/// <param name="BrakedAt">Since then nobody is asked to reconnect.</param>
public sealed record ProviderGateView(
    string Provider, DateTimeOffset? PausedAt, string? PausedBy, string Circuit, DateTimeOffset? OpenedAt, DateTimeOffset? OpenUntil, string? Reason, string? Error, bool Probing,
    int Failures, DateTimeOffset? BrakedAt)
{
    public const string Closed = "closed";
    public const string Open = "open";
    public const string HalfOpen = "half_open";

    internal static ProviderGateView Of(ProviderHealth health, DateTimeOffset now) => new(
        health.Provider, health.PausedAt, health.PausedBy, health.OpenUntil is null ? Closed : health.OpenUntil > now ? Open : HalfOpen, health.OpenedAt, health.OpenUntil,
        health.Reason, health.Error, health.ProbeUntil > now, health.Failures, health.BrakedAt);
}
