using System.Globalization;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Backfill;

/// <summary>What may be asked for; problems are named by field and say what to do.</summary>
internal static class BackfillRules
{
    /// <summary>Apex's own choice: more than a year at once is asked for in parts, so that progress means something.</summary>
    public const int MaxDays = 366;

    /// <param name="status">Of the person's connection; null: there is none.</param>
    /// <param name="today">The person's.</param>
    public static (FieldProblems Problems, DaySpan Days) Check(BackfillRequest request, IProvider? provider, BackfillQuestion? question, string? status, DateOnly today)
    {
        var problems = new FieldProblems();
        if (ProviderProblem(provider, question, status) is { } problem)
        {
            problems.Add("provider", problem);
        }

        var first = Read(problems, "startDate", request.StartDate);
        var last = Read(problems, "endDate", request.EndDate);
        problems.Check(first is null || last is null || first <= last, "startDate", "must not be after endDate");
        problems.Check(last is null || last <= today, "endDate", "must not be in the future where the person lives");
        problems.Check(
            question is null || first is null || first >= today.AddDays(-question.MaxDaysBack), "startDate", $"must not be more than {question?.MaxDaysBack} days ago");
        problems.Check(first is null || last is null || last.Value.DayNumber - first.Value.DayNumber < MaxDays, "endDate", $"must be within {MaxDays} days of startDate; ask in parts");
        return (problems, problems.Any ? default : new(first!.Value, last!.Value));
    }

    private static string? ProviderProblem(IProvider? provider, BackfillQuestion? question, string? status) => (provider, question, status) switch
    {
        (null or { Traits.Enabled: false }, _, _) => "is not a provider that is enabled here",
        ({ } vendor, null, _) => $"{vendor.Traits.DisplayName} only pushes and cannot be asked; have it send the days again from its own console, they are merged when they come",
        ({ } vendor, _, null) => $"the person has no {vendor.Traits.DisplayName} connection; add one first",
        ({ } vendor, _, not ConnectionStatus.Active) => $"the person has to reconnect {vendor.Traits.DisplayName} first",
        _ => null,
    };

    private static DateOnly? Read(FieldProblems problems, string field, string? text)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        problems.Check(isDay, field, "must be a day such as 2026-05-04");
        return isDay ? day : null;
    }
}
