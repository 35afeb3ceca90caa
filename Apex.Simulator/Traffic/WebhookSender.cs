using System.Collections.Concurrent;

namespace Apex.Simulator.Traffic;

/// <summary>Posts webhooks to Apex, through the faults that are switched on.</summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>Nobody listens, or no answer in time.</summary>
    public const int NoAnswer = 0;

    /// <summary>A fault dropped it or keeps it for later.</summary>
    public const int KeptBack = -1;

    private readonly Faults _faults;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<Vendor, ConcurrentQueue<WebhookDelivery>> _keptBack = new();
    private readonly ConcurrentDictionary<Guid, Task> _late = new();
    private readonly CancellationTokenSource _stopping = new();

    internal WebhookSender(Uri targetBaseUrl, Faults faults, TimeProvider time) => (TargetBaseUrl, _faults, _time) = (targetBaseUrl, faults, time);

    public Uri TargetBaseUrl { get; set; }

    /// <summary>Webhooks still to come because of <see cref="Fault.Late"/>.</summary>
    public Task LateOnes => Task.WhenAll(_late.Values);

    /// <summary>The status of the answer, or <see cref="NoAnswer"/> or <see cref="KeptBack"/>.</summary>
    public async Task<int> SendAsync(WebhookDelivery delivery, CancellationToken ct = default)
    {
        var hits = _faults.Take(delivery.Vendor, delivery.PersonId, delivery.Path, webhook: true);
        if (hits.OfType<Fault.Drop>().Any())
        {
            return KeptBack;
        }

        if (hits.OfType<Fault.OutOfOrder>().Any())
        {
            _keptBack.GetOrAdd(delivery.Vendor, _ => new()).Enqueue(delivery);
            return KeptBack;
        }

        var copies = hits.OfType<Fault.Duplicate>().Select(duplicate => duplicate.Copies).DefaultIfEmpty(1).Max();
        if (hits.OfType<Fault.Late>().FirstOrDefault() is { } late)
        {
            var id = Guid.NewGuid();
            _late[id] = SendLaterAsync(id, delivery, late.Delay, copies);
            return KeptBack;
        }

        var status = await PostAsync(delivery, copies, ct);
        await SendKeptBackAsync(delivery.Vendor, ct);
        return status;
    }

    /// <summary>Posts as it is, past every fault.</summary>
    public async Task<int> PostAsync(WebhookDelivery delivery, CancellationToken ct = default)
    {
        using var request = delivery.ToRequest(TargetBaseUrl);
        try
        {
            using var response = await _http.SendAsync(request, ct);
            return (int)response.StatusCode;
        }
        catch (Exception failure) when (IsNoAnswer(failure, ct))
        {
            return NoAnswer;
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _http.Dispose();
        _stopping.Dispose();
    }

    internal async Task<(int Status, string Body)> GetAsync(Uri url, CancellationToken ct)
    {
        try
        {
            using var response = await _http.GetAsync(url, ct);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
        }
        catch (Exception failure) when (IsNoAnswer(failure, ct))
        {
            return (NoAnswer, "");
        }
    }

    // HttpClient tells its own time-out as a cancellation.
    private static bool IsNoAnswer(Exception failure, CancellationToken ct) =>
        failure is HttpRequestException || (failure is OperationCanceledException && !ct.IsCancellationRequested);

    private async Task<int> PostAsync(WebhookDelivery delivery, int copies, CancellationToken ct)
    {
        var status = NoAnswer;
        for (var copy = 0; copy < copies; copy++)
        {
            status = await PostAsync(delivery, ct);
        }

        return status;
    }

    private async Task SendKeptBackAsync(Vendor vendor, CancellationToken ct)
    {
        while (_keptBack.TryGetValue(vendor, out var queue) && queue.TryDequeue(out var earlier))
        {
            await PostAsync(earlier, ct);
        }
    }

    private async Task SendLaterAsync(Guid id, WebhookDelivery delivery, TimeSpan delay, int copies)
    {
        try
        {
            await Task.Delay(delay, _time, _stopping.Token);
            await PostAsync(delivery, copies, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The simulator is going away; so is the vendor's queue.
        }
        finally
        {
            _late.TryRemove(id, out _);
        }
    }
}
