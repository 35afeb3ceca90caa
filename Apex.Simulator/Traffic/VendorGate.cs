using Microsoft.AspNetCore.Http;

namespace Apex.Simulator.Traffic;

/// <summary>Every request passes here: faults, the vendor's answer, the hold, the ledger, then the reply, in that order.</summary>
internal sealed class VendorGate(Faults faults, CallLedger calls, TimeProvider time)
{
    /// <param name="request">What came in.</param>
    /// <param name="identify">Finds whose request it is, before any fault is chosen; returns the refusal when there is no telling.</param>
    /// <param name="answer">The vendor's honest answer.</param>
    public async Task RunAsync(VendorRequest request, Func<VendorRequest, VendorReply?> identify, Func<VendorRequest, Task<VendorReply>> answer)
    {
        var context = request.Context;
        var ct = context.RequestAborted;
        var refusal = identify(request);
        var path = request.Endpoint.Contains('{') ? $"{context.Request.Path}/{{id}}" : context.Request.Path.Value;
        var hits = faults.Take(request.Vendor, request.PersonId, path, webhook: false);
        var reply = ShortCut(hits) ?? refusal ?? await answer(request);
        if (hits.OfType<Fault.WrongJson>().FirstOrDefault() is { } wrong)
        {
            reply = reply.Broken(wrong.How);
        }

        if (hits.OfType<Fault.Slow>().FirstOrDefault() is { } slow)
        {
            await Task.Delay(slow.Delay, time, ct);
        }

        await faults.WhenReleasedAsync(request.Vendor, context.Request.Path.Value ?? "", ct);
        calls.Add(new VendorCall(
            time.GetUtcNow(), request.Vendor, context.Request.Method, request.Endpoint, context.Request.QueryString.Value ?? "",
            request.PersonId, request.TokenUse, reply.Status));
        if (hits.OfType<Fault.LostReply>().Any())
        {
            context.Abort();
            return;
        }

        await WriteAsync(context.Response, reply, ct);
    }

    private VendorReply? ShortCut(IReadOnlyList<Fault> hits)
    {
        foreach (var hit in hits)
        {
            if (ReplyTo(hit) is { } reply)
            {
                return reply;
            }
        }

        return null;
    }

    private VendorReply? ReplyTo(Fault fault) => fault switch
    {
        Fault.TooManyRequests limited => TooMany(limited.RetryAfter),
        Fault.ServerError error => Problem(error.Status, "Server Error"),
        Fault.Unauthorized => Problem(401, "Unauthorized"),
        Fault.Forbidden => Problem(403, "Forbidden"),
        Fault.Gone => Problem(410, "Gone"),
        Fault.NotFoundById => Problem(404, "Not Found"),
        _ => null,
    };

    private VendorReply TooMany(TimeSpan retryAfter)
    {
        var seconds = (long)Math.Ceiling(retryAfter.TotalSeconds);
        return Problem(429, "Too Many Requests") with
        {
            Headers = new Dictionary<string, string>
            {
                ["Retry-After"] = $"{seconds}",
                ["X-RateLimit-Limit"] = "5000",
                ["X-RateLimit-Window"] = "300",
                ["X-RateLimit-Reset"] = $"{time.GetUtcNow().ToUnixTimeSeconds() + seconds}",
                ["X-RateLimit-Tier"] = "user",
            },
        };
    }

    internal static VendorReply Problem(int status, string title) =>
        VendorReply.Json(status, $$"""{"status":{{status}},"title":"{{title}}","detail":"{{title}}"}""");

    private static async Task WriteAsync(HttpResponse response, VendorReply reply, CancellationToken ct)
    {
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (reply.Body.Length > 0)
        {
            response.ContentType = reply.ContentType;
            response.ContentLength = reply.Body.Length;
            await response.Body.WriteAsync(reply.Body, ct);
        }
    }
}
