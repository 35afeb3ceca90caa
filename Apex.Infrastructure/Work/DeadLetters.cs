using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>Dead letters: look, try again, give up. Every act is audited.</summary>
public sealed class DeadLetters
{
    /// <summary>Messages shown of one letter.</summary>
    private const int MaxMessages = 50;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly DeadLetterReplay _replay;
    private readonly MetricsFeed _feed;

    internal DeadLetters(ApexStorage storage, ApexClock clock, DeadLetterReplay replay, MetricsFeed feed) => (_storage, _clock, _replay, _feed) = (storage, clock, replay, feed);

    /// <summary>Newest first.</summary>
    public async Task<Page<DeadLetterView>> ListAsync(DeadLetterFilter filter, long? before, int limit, CancellationToken ct = default)
    {
        var where = new SqlFilter()
            .And("state = @state", "@state", filter.State)
            .And("provider = @provider", "@provider", filter.Provider)
            .And("user_id = @user", "@user", filter.UserId)
            .And("fingerprint = @fingerprint", "@fingerprint", filter.Fingerprint)
            .And("id < @before", "@before", before);
        var letters = await _storage.ReadAsync(
            session => session.QueryAsync(
                $"SELECT {DeadLetterRows.Columns} FROM dead_letters{where} ORDER BY id DESC LIMIT {limit + 1}", DeadLetterRows.Read, where.Args),
            ct);
        return Page.Cut(letters, limit, letter => letter.Id);
    }

    public Task<DeadLetterStory?> FindAsync(long id, CancellationToken ct = default) => _storage.ReadAsync(
        async session => await DeadLetterRows.FindAsync(session, id) is { } letter ? new DeadLetterStory(letter, await MessagesAsync(session, letter)) : null, ct);

    /// <summary>Gives the letter's messages back to the queue, under their first receipt and versions.</summary>
    public async Task<Outcome<DeadLetterView>> ReplayAsync(long id, string actor)
    {
        var outcome = await _replay.RunAsync(id, actor);
        _feed.Publish(new FeedEvent.DeadLettersChanged());
        return outcome;
    }

    /// <summary>Gives up: its messages count as settled and stay readable.</summary>
    public async Task<Outcome<DeadLetterView>> DiscardAsync(long id, string actor)
    {
        var now = _clock.Now;
        var outcome = await _storage.Writer.RunAsync<Outcome<DeadLetterView>>(WriteLane.Work, async session =>
        {
            if (await DeadLetterRows.FindAsync(session, id) is not { } letter)
            {
                return new Outcome<DeadLetterView>.Missing();
            }

            if (letter.State != DeadLetterRows.Open)
            {
                return new Outcome<DeadLetterView>.Conflict($"It is {letter.State} already.");
            }

            var messages = await DeadLetterRows.SettleMessagesAsync(session, letter, now);
            await DeadLetterRows.CloseAsync(session, letter, DeadLetterRows.Discarded, actor, now);
            await AuditLog.WriteAsync(session, actor, "dead_letter.discard", $"dead_letter:{id}", now, $"{messages} messages");
            return new Outcome<DeadLetterView>.Done((await DeadLetterRows.FindAsync(session, id))!);
        });
        _feed.Publish(new FeedEvent.DeadLettersChanged());
        return outcome;
    }

    // Dead ones by key: that is what a replay takes. Of a closed letter, what its run had in hand.
    private static Task<List<MaskedMessage>> MessagesAsync(DbSession session, DeadLetterView letter) => letter switch
    {
        { State: DeadLetterRows.Open } => MessageRows.MaskedAsync(session, $"state = 'dead' AND {DeadLetterRows.SameKey}", MaxMessages, DeadLetterRows.KeyOf(letter)),
        { RunId: { } runId } => MessageRows.MaskedAsync(session, "run_id = @run", MaxMessages, ("@run", runId)),
        _ => Task.FromResult(new List<MaskedMessage>()),
    };
}
