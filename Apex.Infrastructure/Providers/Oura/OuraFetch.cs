using System.Text.Json;

namespace Apex.Infrastructure.Providers.Oura;

/// <summary>What one fetch has gathered so far: pages, the ids seen on them, objects the vendor does not have.</summary>
internal sealed class OuraFetch(ProviderHttp http, FetchRequest wanted)
{
    private readonly List<RawPayload> _payloads = [];
    private readonly HashSet<(string Type, string Id)> _seen = [];
    private readonly List<string> _missing = [];
    private int _requests;
    private int _objects;

    public bool HasSeen(string type, string id) => _seen.Contains((type, id));

    public FetchResult Result() => new FetchResult.Fetched(_payloads) { HttpStatus = 200, Requests = _requests, MissingObjects = _missing, Read = _seen };

    /// <summary>Null, or why the fetch ends here.</summary>
    public async Task<FetchResult?> ListAsync(string address, string type, CancellationToken ct)
    {
        var pageAddress = address;
        for (var page = 0; page < OuraLimits.MaxPages; page++)
        {
            var reply = await SendAsync(pageAddress, ct);
            if (reply.ToFailure(type) is { } failure)
            {
                return Ended(failure);
            }

            _payloads.Add(new(type, reply.Body, reply.SentAt));
            if (!TryReadPage(reply.Body, type, out var nextToken))
            {
                return Ended(new FetchResult.Broken("json_invalid", _payloads) { HttpStatus = reply.Status });
            }

            if (nextToken is null)
            {
                return null;
            }

            pageAddress = $"{address}&next_token={Uri.EscapeDataString(nextToken)}";
        }

        return Ended(new FetchResult.Broken("too_many_pages", _payloads) { HttpStatus = 200 });
    }

    /// <summary>404 is no failure: right after a notification the vendor may not know its own object yet.</summary>
    public async Task<FetchResult?> OneAsync(string address, string type, string id, CancellationToken ct)
    {
        if (_objects++ >= OuraLimits.MaxObjects)
        {
            _missing.Add(id);
            return null;
        }

        var reply = await SendAsync(address, ct);
        if (reply is { Error: null, Status: 404 })
        {
            _missing.Add(id);
            return null;
        }

        if (reply.ToFailure(type) is { } failure)
        {
            return Ended(failure);
        }

        _payloads.Add(new($"{type}/{id}", reply.Body, reply.SentAt));
        _seen.Add((type, id));
        return BoundedJson.IsReadable(reply.Body) ? null : Ended(new FetchResult.Broken("json_invalid", _payloads) { HttpStatus = reply.Status });
    }

    private async Task<HttpReply> SendAsync(string address, CancellationToken ct)
    {
        using var request = ProviderHttp.Get(address, wanted.AccessToken);
        var reply = await http.SendAsync(request, wanted.Permit, ct);
        _requests += reply.Error == HttpReply.NoQuota ? 0 : 1;
        return reply;
    }

    private FetchResult Ended(FetchResult failure) => failure with { Requests = _requests };

    private bool TryReadPage(ReadOnlyMemory<byte> body, string type, out string? nextToken)
    {
        nextToken = null;
        if (!BoundedJson.TryParse(body, out var document, out _))
        {
            return false;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var page = new FieldReader(document.RootElement, "$", new DropList());
            _seen.UnionWith(page.Objects("data").Select(row => row.Id("id")).OfType<string>().Select(id => (type, id)));
            nextToken = page.Text("next_token") is { Length: > 0 } token ? token : null;
            return true;
        }
    }
}
