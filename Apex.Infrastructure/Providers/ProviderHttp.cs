using System.Globalization;
using System.Net.Http.Headers;

namespace Apex.Infrastructure.Providers;

/// <summary>Sends vendor requests. Every outcome but the caller's own cancellation is a value; bodies and headers are never logged.</summary>
/// <param name="clientName">The vendor's named HttpClient, the same as <see cref="ProviderTraits.Name"/>.</param>
/// <param name="maxResponseBytes">After inflation.</param>
/// <param name="ioTime">Time-outs of real sockets run on real time, whatever the hub's clock says.</param>
internal sealed class ProviderHttp(IHttpClientFactory clients, string clientName, ApexClock clock, TimeProvider ioTime, TimeSpan? timeout = null, int maxResponseBytes = ProviderHttp.MaxResponseBytes)
{
    /// <summary>After inflation. A year of nights in one page is below 2 MiB.</summary>
    public const int MaxResponseBytes = 8 << 20;

    // A vendor that says "in a year" is wrong; the hub asks again within a day.
    private static readonly TimeSpan _maxRetryAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>A request under the vendor's quota: sent only with a permit.</summary>
    public async Task<HttpReply> SendAsync(HttpRequestMessage request, TakePermit permit, CancellationToken ct) =>
        await permit(ct) is { } retryAt ? new(null, default, clock.Now, retryAt, HttpReply.NoQuota) : await SendAsync(request, ct);

    /// <summary>A request that no quota counts: the exchange of tokens.</summary>
    public async Task<HttpReply> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(timeout ?? _timeout, ioTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        var sentAt = clock.Now;
        int? status = null;
        DateTimeOffset? retryAt = null;
        try
        {
            using var client = clients.CreateClient(clientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            status = (int)response.StatusCode;
            retryAt = RetryAt(response.Headers, clock.Now);
            var body = await ReadAsync(response.Content, either.Token);
            return new(status, body ?? ReadOnlyMemory<byte>.Empty, sentAt, retryAt, body is null ? "response_too_large" : null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(status, default, sentAt, retryAt, "timeout");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(status, default, sentAt, retryAt, "connection_failed");
        }
    }

    /// <summary>Retry-After in seconds or as a date, else X-RateLimit-Reset (epoch seconds); between now and a day ahead.</summary>
    public static DateTimeOffset? RetryAt(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var at = headers.RetryAfter switch
        {
            { Delta: { } delta } => now + (delta < _maxRetryAfter ? delta : _maxRetryAfter),
            { Date: { } date } => date,
            _ => headers.TryGetValues("X-RateLimit-Reset", out var values) ? UnixTime.FromSecondsOrMs(values.First().Trim()) : null,
        };
        return at is { } instant ? Clamp(instant, now, now + _maxRetryAfter) : null;
    }

    public static HttpRequestMessage Get(string address, string accessToken) => Authorized(HttpMethod.Get, address, accessToken);

    public static HttpRequestMessage Authorized(HttpMethod method, string address, string accessToken)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Authorization", string.Create(CultureInfo.InvariantCulture, $"Bearer {accessToken}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private static DateTimeOffset Clamp(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => at < from ? from : at > to ? to : at;

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (body.Length + read > maxResponseBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
