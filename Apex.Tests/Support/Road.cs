using Apex.Domain.Recovery;
using Apex.Infrastructure;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Quota;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Support;

/// <summary>The road over one storage and two scripted vendors, without its loops: a test takes each step itself, on a clock of its own.</summary>
internal sealed class Road : IAsyncDisposable
{
    private readonly TestStorage _store;
    private readonly DeriveRunner _derive;

    private Road(TestStorage store)
    {
        _store = store;
        (Ring, Watch) = (new("ring", store.Time), new("watch", store.Time));
        Providers = new ProviderRegistry([Ring, Watch]);
        var recovery = new RecoverySettings(RecoveryFormula.Apex, RecoveryFormula.Apex.DefaultWeights);
        Queue = new WorkQueue(Storage, Clock, Node);
        Contexts = new ContextReader(Storage, Providers);
        Days = new DayStore(Storage, Clock, recovery, Signal);
        Gate = new ProviderGate(Storage, Clock, Signal, Feed, NullLogger<ProviderGate>.Instance);
        Tokens = new TokenKeeper(Storage, Clock, Cipher, Feed, new ReauthBrake(Storage, Clock, Gate, NullLogger<ReauthBrake>.Instance), NullLogger<TokenKeeper>.Instance);
        Settlement = new Settlement(Storage, Clock, Ladder, Feed);
        var leaving = new Deregistrations(Storage, Clock, new DeregisterCall(Storage, Clock, Providers, Cipher), Ladder, NullLogger<Deregistrations>.Instance);
        Erased = new ErasedAccounts(Storage, Clock, Providers, leaving, NullLogger<ErasedAccounts>.Instance);
        var links = new LinkStep(Storage, Clock, Providers, Settlement, Erased, Signal, Feed, Gate);
        Pipeline = new IngestPipeline(Providers, Contexts, new FetchStep(Tokens, new QuotaLedger(Storage, Providers, Clock), Gate), links, Days, Settlement, Ladder, Feed, Clock, NullLogger<IngestPipeline>.Instance);
        _derive = new DeriveRunner(Storage, Clock, recovery, Settlement, Feed, NullLogger<DeriveRunner>.Instance);
    }

    public static DateOnly Today { get; } = new(2026, 5, 4);

    public ScriptedProvider Ring { get; }

    public ScriptedProvider Watch { get; }

    public ApexStorage Storage => _store.Storage;

    public ManualTime Time => _store.Time;

    public ApexClock Clock => _store.Clock;

    public StorageOptions Options => _store.Options;

    public MetricsFeed Feed { get; } = new();

    public WorkSignal Signal { get; } = new();

    public SecretCipher Cipher { get; } = new(Scramble, Scramble);

    public RetryLadder Ladder { get; } = new(Microsoft.Extensions.Options.Options.Create(new RetryOptions()));

    public ProviderRegistry Providers { get; }

    public NodeIdentity Node { get; } = NodeIdentity.Create("test");

    public WorkQueue Queue { get; }

    public ContextReader Contexts { get; }

    public DayStore Days { get; }

    public ProviderGate Gate { get; }

    public TokenKeeper Tokens { get; }

    public Settlement Settlement { get; }

    public ErasedAccounts Erased { get; }

    public IngestPipeline Pipeline { get; }

    public static async Task<Road> OpenAsync(StorageKind kind, PostgresServer postgres) => new(await TestStorage.OpenAsync(kind, postgres));

    /// <summary>A person in UTC, connected to both vendors under one name.</summary>
    public async Task<Guid> AddPersonAsync(string person)
    {
        var user = await TestPeople.AddUserAsync(Storage, "key-" + person, "Etc/UTC");
        await ConnectAsync(user, Ring, person);
        await ConnectAsync(user, Watch, person);
        return user;
    }

    public Task<Guid> ConnectAsync(Guid user, ScriptedProvider vendor, string person, DateTimeOffset? expiresAt = null) =>
        TestPeople.ConnectAsync(Storage, user, vendor.Traits.Name, person, Cipher, "access-1", "refresh-1", expiresAt);

    /// <summary>One delivery per message, all in one commit.</summary>
    public Task<AppendResult[]> ReceiveAsync(ScriptedProvider vendor, params IncomingMessage[] messages) =>
        AppendAsync([.. messages.Select(message => new PendingAppend(vendor.Traits.Name, Envelope.Of(message), Clock.NowMs))]);

    public Task<AppendResult[]> AppendAsync(params PendingAppend[] posts) => Storage.Writer.RunAsync(WriteLane.Ack, session => AppendBatch.RunAsync(session, posts));

    public Task<List<ClaimedItem>> ClaimAsync(ScriptedProvider vendor, string lane = Lanes.Data, int count = 10, int perPerson = 100) =>
        Queue.ClaimAsync(vendor.Traits.Name, lane, count, new Dictionary<string, int>(), perPerson);

    public async Task<ClaimedItem> ClaimOneAsync(ScriptedProvider vendor, string lane = Lanes.Data) => Assert.Single(await ClaimAsync(vendor, lane));

    public Task RunAsync(ClaimedItem item) => item.Provider == DeriveItem.Provider ? _derive.RunAsync(item, CancellationToken.None) : Pipeline.RunAsync(item, CancellationToken.None);

    /// <summary>Normalize, merge and store of a claimed item, its facts on a clock of the test's.</summary>
    public async Task<StoreResult> StoreAsync(ClaimedItem item, ScriptedProvider vendor, TimeProvider factsTime)
    {
        var context = await Contexts.ReadAsync(item, CancellationToken.None);
        return await Days.StoreAsync(
            context, NormalizeStep.Run(vendor, context, [], Clock.Now), new RunFacts(new ApexClock(factsTime), Clock.Now), missing: null, CancellationToken.None);
    }

    /// <summary>Receives and runs all that is due now.</summary>
    public async Task PushAsync(ScriptedProvider vendor, params IncomingMessage[] messages)
    {
        await ReceiveAsync(vendor, messages);
        await RunDueAsync();
    }

    /// <summary>Claims and runs what is due now until nothing is; follow-up work of Apex's own included.</summary>
    /// <returns>How many claims ran.</returns>
    public async Task<int> RunDueAsync()
    {
        var ran = 0;
        for (var before = -1; before != ran;)
        {
            before = ran;
            foreach (var (provider, lane) in new[] { ("ring", Lanes.Data), ("ring", Lanes.Fetch), ("watch", Lanes.Data), ("watch", Lanes.Fetch), (DeriveItem.Provider, Lanes.Data) })
            {
                foreach (var item in await Queue.ClaimAsync(provider, lane, 100, new Dictionary<string, int>(), 100))
                {
                    await RunAsync(item);
                    ran++;
                }
            }
        }

        return ran;
    }

    /// <summary>Runs what is due now and half a second later, when coalesced follow-up work is due.</summary>
    public async Task SettleAllAsync()
    {
        await RunDueAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await RunDueAsync();
    }

    public async Task<DailyMetricsRow?> DayAsync(Guid user, DateOnly day)
    {
        await using var context = Storage.OpenReadContext();
        return await context.DailyMetrics.SingleOrDefaultAsync(row => row.UserId == user && row.Date == day);
    }

    public async Task<List<DailyMetricsRow>> DaysAsync(Guid user)
    {
        await using var context = Storage.OpenReadContext();
        return await context.DailyMetrics.Where(row => row.UserId == user).OrderBy(row => row.Date).ToListAsync();
    }

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var context = Storage.OpenReadContext();
        return await context.Set<T>().ToListAsync();
    }

    public async Task<WorkItemRow> ItemAsync() => Assert.Single(await AllAsync<WorkItemRow>());

    public async Task<List<string>> MessageStatesAsync() => [.. (await AllAsync<MessageRow>()).OrderBy(row => row.Id).Select(row => row.State)];

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    // Not a cipher, but a stored token is not the token.
    private static byte[] Scramble(byte[] bytes) => [.. bytes.Select(b => (byte)(b ^ 0x5A))];
}
