using System.Text.Json;
using System.Text.Json.Serialization;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Security;
using Apex.Infrastructure.Work;

namespace Apex.Web.Api;

/// <summary>JSON of the HTTP API: camelCase, enums as snake_case text, and nothing guessed when reading.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(UserPatch))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(Page<UserView>))]
[JsonSerializable(typeof(Page<ConnectionView>))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(Page<BackfillView>))]
[JsonSerializable(typeof(SyncStarted))]
[JsonSerializable(typeof(Page<DailyMetricsView>))]
[JsonSerializable(typeof(Page<PersonFreshness>))]
[JsonSerializable(typeof(Page<MessageView>))]
[JsonSerializable(typeof(MaskedMessage))]
[JsonSerializable(typeof(Page<WorkItemView>))]
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(DeadLetterStory))]
[JsonSerializable(typeof(Page<RunView>))]
[JsonSerializable(typeof(RunStory))]
[JsonSerializable(typeof(RevealedPayload))]
[JsonSerializable(typeof(Page<ProviderView>))]
[JsonSerializable(typeof(Page<JobView>))]
[JsonSerializable(typeof(Page<ApiKeyView>))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(Health.ReadyReport))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 32;
    }
}
