using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Work;
using Apex.Web.Screens;

namespace Apex.Web.Components.DeadLetters;

/// <summary>Open dead letters by cause; with a fingerprint as key, the letters of that cause too.</summary>
internal sealed class DeadLetterScreen(OverviewReader overview, Infrastructure.Work.DeadLetters letters, MetricsFeed feed, ApexClock clock, ILogger<DeadLetterScreen> logger)
    : LiveScreen<string, DeadLetterModel>(feed, clock, logger)
{
    private const int MostLetters = 100;

    protected override async Task<DeadLetterModel> ReadAsync(string key, DeadLetterModel? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct)
    {
        var (issues, count) = await overview.DeadLettersAsync(ct);
        var page = key.Length == 0 ? null : await letters.ListAsync(new DeadLetterFilter(State: "open", Fingerprint: key), null, MostLetters, ct);
        return new(Clock.Now, issues, count, page?.Items ?? [], page?.NextCursor is not null);
    }

    protected override bool Concerns(string key, FeedEvent change) => change is FeedEvent.DeadLettersChanged;
}

/// <param name="Letters">Of the chosen cause, newest first.</param>
public sealed record DeadLetterModel(
    DateTimeOffset Now, IReadOnlyList<DeadLetterIssue> Issues, BoundedCount Count, IReadOnlyList<DeadLetterView> Letters, bool HasMoreLetters);
