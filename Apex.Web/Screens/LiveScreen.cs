using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;

namespace Apex.Web.Screens;

/// <summary>
/// The model of one screen, shared by everybody who looks at the same thing: read when the first viewer comes, again when something it shows was stored
/// (at most once per <see cref="Pause"/>) and now and then because time alone changes it; forgotten when the last viewer leaves.
/// </summary>
/// <typeparam name="TKey">What of the screen: a person, a search, a page.</typeparam>
public abstract partial class LiveScreen<TKey, T>(MetricsFeed feed, ApexClock clock, ILogger logger)
    where TKey : notnull
    where T : class
{
    /// <summary>Changes kept over a failed read.</summary>
    private const int MostKept = 200;

    private readonly Lock _gate = new();

    // Bounded by the open pages.
    private readonly Dictionary<TKey, Showing> _showings = [];

    /// <summary>Screenfuls somebody looks at.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _showings.Count;
            }
        }
    }

    protected ApexClock Clock => clock;

    /// <summary>Between two reads, however much happens; what happens meanwhile is read together.</summary>
    protected virtual TimeSpan Pause => TimeSpan.FromMilliseconds(250);

    /// <summary>Without any event: ages grow, and what is due becomes late.</summary>
    protected virtual TimeSpan Refresh => TimeSpan.FromSeconds(20);

    /// <summary>Calls <paramref name="changed"/> with what there is, if anything, and after every read, from any thread. Dispose ends it.</summary>
    public IDisposable Open(TKey key, Action<LiveState<T>> changed)
    {
        Viewer viewer;
        LiveState<T>? there;
        lock (_gate)
        {
            if (!_showings.TryGetValue(key, out var showing))
            {
                _showings[key] = showing = new Showing();
                _ = Task.Run(() => RunAsync(key, showing), CancellationToken.None);
            }

            viewer = new Viewer(this, key, showing, changed);
            showing.Viewers.Add(viewer);
            there = showing.State;
        }

        if (there is not null)
        {
            changed(there);
        }

        return viewer;
    }

    /// <param name="before">What was shown so far; null at first.</param>
    /// <param name="changes">What happened since, as far as <see cref="Concerns"/> lets it through.</param>
    protected abstract Task<T> ReadAsync(TKey key, T? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct);

    protected abstract bool Concerns(TKey key, FeedEvent change);

    private async Task RunAsync(TKey key, Showing showing)
    {
        var ct = showing.Stop.Token;
        try
        {
            await using var events = feed.SubscribeAsync(ct).GetAsyncEnumerator(ct);
            var inbox = new ChangeInbox(events);
            var changes = new List<FeedEvent>();
            while (true)
            {
                await ReadAsync(key, showing, changes, ct);
                await inbox.WaitAsync(changes, change => Concerns(key, change), Refresh, clock, ct);
                await clock.Delay(Pause, ct);
                inbox.TakeReady(changes, change => Concerns(key, change));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The last viewer left.
        }
    }

    private async Task ReadAsync(TKey key, Showing showing, List<FeedEvent> changes, CancellationToken ct)
    {
        try
        {
            var value = await ReadAsync(key, showing.State?.Value, changes, ct);
            changes.Clear();
            Show(showing, new(value, Failed: false));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Read again with the next change or refresh; what has been missed by then is a re-read, not a list.
            changes.RemoveRange(0, Math.Max(0, changes.Count - MostKept));
            LogReadFailed(GetType().Name, e);
            Show(showing, new(showing.State?.Value, Failed: true));
        }
    }

    private void Show(Showing showing, LiveState<T> state)
    {
        Viewer[] viewers;
        lock (_gate)
        {
            showing.State = state;
            viewers = [.. showing.Viewers];
        }

        foreach (var viewer in viewers)
        {
            viewer.Changed(state);
        }
    }

    private void Leave(Viewer viewer, TKey key, Showing showing)
    {
        lock (_gate)
        {
            if (showing.Viewers.Remove(viewer) && showing.Viewers.Count == 0)
            {
                _showings.Remove(key);
                showing.Stop.Cancel();
            }
        }
    }

    [LoggerMessage(4301, LogLevel.Error, "Screen {Screen} could not be read")]
    private partial void LogReadFailed(string screen, Exception e);

    private sealed class Showing
    {
        public CancellationTokenSource Stop { get; } = new();

        public List<Viewer> Viewers { get; } = [];

        public LiveState<T>? State { get; set; }
    }

    private sealed class Viewer(LiveScreen<TKey, T> screen, TKey key, Showing showing, Action<LiveState<T>> changed) : IDisposable
    {
        public Action<LiveState<T>> Changed => changed;

        public void Dispose() => screen.Leave(this, key, showing);
    }
}
