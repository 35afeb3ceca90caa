using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Publishing;
using Apex.Web.Screens;

namespace Apex.Web.Components.Jobs;

/// <summary>Jobs tell nobody when they run: the page looks.</summary>
internal sealed class JobScreen(JobReader reader, ScreenTools tools, ILogger<JobScreen> logger)
    : LiveScreen<Everything, JobsModel>(tools, logger)
{
    protected override TimeSpan Refresh => TimeSpan.FromSeconds(3);

    protected override Task<JobsModel> ReadAsync(Everything key, JobsModel? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct) => reader.ReadAsync(ct);

    protected override bool Concerns(Everything key, FeedEvent change) => false;
}
