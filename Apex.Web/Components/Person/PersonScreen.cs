using Apex.Domain.Time;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Work;
using Apex.Web.Screens;

namespace Apex.Web.Components.Person;

/// <summary>One person's page by their id.</summary>
internal sealed class PersonScreen(PersonSources sources, ScreenTools tools, ILogger<PersonScreen> logger)
    : LiveScreen<Guid, PersonModel>(tools, logger)
{
    /// <summary>Today and the last seven days.</summary>
    private const int DaysShown = 8;

    private const int MostEvents = 30;

    protected override TimeSpan Refresh => TimeSpan.FromSeconds(10);

    protected override async Task<PersonModel> ReadAsync(Guid key, PersonModel? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct)
    {
        var now = Clock.Now;
        if (await sources.Users.FindAsync(key, ct) is not { } user)
        {
            return new(now, null, null, [], [], [], [], new Dictionary<Guid, PollForecast>(), []);
        }

        var today = LocalDays.DayOf(now, user.TimeZone);
        var stored = (await sources.Metrics.RangeAsync(key, today.AddDays(1 - DaysShown), today, ct)).ToDictionary(day => day.Date);
        return new(
            now,
            user,
            await sources.Freshness.FindAsync(key, ct),
            [.. (await sources.Connections.ListAsync(key, ct) ?? []).Where(connection => connection.Status != "removed")],
            [.. Enumerable.Range(0, DaysShown).Select(back => today.AddDays(-back)).Select(day => new PersonDay(day, stored.GetValueOrDefault(day)))],
            (await sources.Runs.OfUserAsync(key, null, MostEvents, ct)).Items,
            (await sources.Messages.ListAsync(new MessageFilter(UserId: key), null, MostEvents, ct)).Items,
            await sources.Polls.OfUserAsync(key, ct),
            [.. (await sources.Items.ListAsync(new WorkItemFilter(State: WorkItemReader.Waiting, UserId: key), null, MostEvents, ct)).Items.OrderBy(item => item.DueAt)]);
    }

    protected override bool Concerns(Guid key, FeedEvent change) => change switch
    {
        FeedEvent.DaysChanged days => days.UserId == key,
        FeedEvent.PersonChanged person => person.UserId == key,
        _ => false,
    };
}

/// <summary>Where a person's page comes from.</summary>
internal sealed record PersonSources(
    Infrastructure.People.Users Users, MetricsReader Metrics, FreshnessReader Freshness, ConnectionAdmin Connections, RunReader Runs, MessageReader Messages,
    PollForecastReader Polls, WorkItemReader Items);
