using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Apex.Simulator.Terra;

/// <summary>The part of Terra's API that connects and disconnects people; the widget asks which virtual person it is.</summary>
internal sealed class TerraEndpoints(TerraCloud terra, SimulatorOptions options, World world, VendorGate gate)
{
    private const int SessionSeconds = 900;

    // One entry per session asked for; a simulator does not live long enough to need a bound.
    private readonly ConcurrentDictionary<string, TerraWidgetRequest> _sessions = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        // Both base paths are in use: access.tryterra.co/api/v2 and api.tryterra.co/v2.
        foreach (var root in (string[])["/api/v2", "/v2"])
        {
            routes.MapPost($"{root}/auth/generateWidgetSession", context => RunAsync(context, "auth/generateWidgetSession", OpenWidgetAsync));
            routes.MapDelete($"{root}/auth/deauthenticateUser", context => RunAsync(context, "auth/deauthenticateUser", DeauthenticateAsync));
        }

        routes.MapGet($"/{TerraPayloadStore.Path}/{{id}}", context => gate.RunAsync(new(Vendor.Terra, "payloads/{id}", context), _ => null, terra.Payloads.AnswerAsync));
        routes.MapGet("/terra-widget/{id}", context => gate.RunAsync(new(Vendor.Terra, "widget/{id}", context), _ => null, ShowWidgetAsync));
    }

    private Task RunAsync(HttpContext context, string endpoint, Func<VendorRequest, Task<VendorReply>> answer) =>
        gate.RunAsync(new(Vendor.Terra, endpoint, context), Refusal, answer);

    private VendorReply? Refusal(VendorRequest request) =>
        request.Header("dev-id") == options.TerraDevId && request.Header("x-api-key") == options.TerraApiKey ? null : VendorGate.Problem(401, "Unauthorized");

    private async Task<VendorReply> OpenWidgetAsync(VendorRequest request)
    {
        var http = request.Context.Request;
        var asked = await JsonSerializer.DeserializeAsync(http.Body, TerraJson.Wire.TerraWidgetRequest, request.Context.RequestAborted) ?? new(null, null, null, null);
        var id = Guid.NewGuid().ToString();
        _sessions[id] = asked;
        var session = new TerraWidgetSession(id, $"{http.Scheme}://{http.Host}/terra-widget/{id}", "success", SessionSeconds);
        return new VendorReply(201, JsonSerializer.SerializeToUtf8Bytes(session, TerraJson.Wire.TerraWidgetSession));
    }

    private async Task<VendorReply> ShowWidgetAsync(VendorRequest request)
    {
        if (request.Route("id") is not { } id || !_sessions.TryGetValue(id, out var session))
        {
            return VendorGate.Problem(404, "Unknown session");
        }

        var provider = session.Providers?.Split(',')[0].Trim() is { Length: > 0 } asked ? asked.ToUpperInvariant() : "FITBIT";
        if (request.Query("person") is not { } personId || world.FindPerson(personId) is not { } person)
        {
            return Page(provider);
        }

        request.PersonId = person.Id;
        await terra.SendAsync(terra.Auth(person, provider, session.ReferenceId), request.Context.RequestAborted);
        var back = session.AuthSuccessRedirectUrl;
        return back is null ? VendorReply.Json(200, """{"status":"success"}""")
            : VendorReply.Empty(302) with { Headers = new Dictionary<string, string> { ["Location"] = back } };
    }

    private VendorReply Page(string provider)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><title>Simulated Terra</title><h1>Simulated Terra, ")
            .Append(WebUtility.HtmlEncode(provider)).Append(": who connects?</h1><ul>");
        foreach (var person in world.People)
        {
            var (link, name) = (Uri.EscapeDataString(person.Id), WebUtility.HtmlEncode(person.DisplayName));
            html.Append("<li><a href=\"?person=").Append(link).Append("\">").Append(name).Append("</a></li>");
        }

        return new VendorReply(200, Encoding.UTF8.GetBytes(html.Append("</ul></html>").ToString()), "text/html; charset=utf-8");
    }

    private async Task<VendorReply> DeauthenticateAsync(VendorRequest request)
    {
        if (terra.FindConnection(request.Query("user_id")) is not { } known)
        {
            return VendorGate.Problem(404, "User not found");
        }

        request.PersonId = known.PersonId;
        await terra.SendAsync(terra.Deauth(world.GetPerson(known.PersonId), known.Provider), request.Context.RequestAborted);
        return VendorReply.Json(200, """{"status":"success"}""");
    }
}
