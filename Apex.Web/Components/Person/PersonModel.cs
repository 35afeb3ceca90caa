using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Work;

namespace Apex.Web.Components.Person;

/// <summary>Everything a person's page shows.</summary>
/// <param name="User">Null: there is no such person.</param>
/// <param name="NextLooks">By connection: when the planner looks next.</param>
/// <param name="Waiting">Work that is put off, the soonest first.</param>
/// <param name="Days">Newest first, today and the seven days before, each whether stored or not.</param>
public sealed record PersonModel(
    DateTimeOffset Now,
    UserView? User,
    PersonFreshness? Freshness,
    IReadOnlyList<ConnectionView> Connections,
    IReadOnlyList<PersonDay> Days,
    IReadOnlyList<RunView> Runs,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyDictionary<Guid, PollForecast> NextLooks,
    IReadOnlyList<WorkItemView> Waiting);

public sealed record PersonDay(DateOnly Date, DailyMetricsView? Metrics);
