using Apex.Domain.Metrics;
using Apex.Domain.Time;
using Apex.Domain.Wake;

namespace Apex.Domain.Freshness;

/// <summary>When a signal's next datum is due (science 8.2). A due instant still counts as in time.</summary>
public static class FreshnessSla
{
    /// <summary>Sleep and resting HR, after wake.</summary>
    public static readonly TimeSpan AfterWake = TimeSpan.FromHours(2);

    public static readonly TimeSpan CloudAge = TimeSpan.FromMinutes(60);

    public static readonly TimeSpan PhoneAge = TimeSpan.FromMinutes(30);

    /// <summary>Steps and activity are expected from 06:00 until before 22:00 local.</summary>
    public const int AwakeFromMinute = 6 * 60;

    public const int AwakeUntilMinute = 22 * 60;

    /// <summary>The smallest step of a stored instant.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>One value per night; the others grow through the day.</summary>
    public static bool IsNightly(SignalGroup signal) => signal is SignalGroup.Sleep or SignalGroup.Hrv or SignalGroup.RestingHr;

    public static TimeSpan MaxAge(bool phonePath) => phonePath ? PhoneAge : CloudAge;

    /// <summary>The last instant at which a day's nightly value is in time.</summary>
    public static DateTimeOffset NightlyDueAt(SignalGroup signal, DateOnly day, string zone, DateTimeOffset? measuredWake, UsualWake usual = default) =>
        signal is SignalGroup.Hrv
            ? LocalDays.StartOfDay(day.AddDays(1), zone) - Tick
            : WakeAt(day, zone, measuredWake, usual) + AfterWake;

    /// <summary>Measured, else usual, else 07:00 local (science 4.1).</summary>
    public static DateTimeOffset WakeAt(DateOnly day, string zone, DateTimeOffset? measuredWake, UsualWake usual = default) =>
        measuredWake ?? LocalDays.ToUtcLenient(day, usual.MinuteOn(day), zone);
}
