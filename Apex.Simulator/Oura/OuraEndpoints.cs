using System.Text.Json;
using Apex.Simulator.Traffic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Apex.Simulator.Oura;

/// <summary>Oura's HTTP surface, at the vendor's own paths.</summary>
internal sealed class OuraEndpoints(OuraCloud oura, VendorGate gate)
{
    private const string Collections = "/v2/usercollection/";

    public void Map(IEndpointRouteBuilder routes)
    {
        var json = OuraJson.Wire;
        routes.MapGet("/oauth/authorize", context => gate.RunAsync(new(Vendor.Oura, "oauth/authorize", context), _ => null, new OuraConsentPage(oura).AnswerAsync));
        routes.MapPost("/oauth/token", context => gate.RunAsync(new(Vendor.Oura, "oauth/token", context), _ => null, new OuraTokenEndpoint(oura).AnswerAsync));
        routes.MapPost("/oauth/revoke", context => RunAsync(context, "oauth/revoke", null, Revoke));
        routes.MapGet(Collections + "personal_info", context => RunAsync(context, "personal_info", "personal", PersonalInfo));
        MapCollection(routes, "sleep", new OuraCollection<OuraSleep>(
            oura, OuraDocuments.Sleeps, sleep => sleep.Id, json.SleepPage, json.OuraSleep, startExclusive: true));
        MapCollection(routes, "daily_activity", new OuraCollection<OuraActivity>(
            oura, OuraDocuments.Activities, day => day.Id, json.ActivityPage, json.OuraActivity, startExclusive: false));
        MapCollection(routes, "daily_readiness", new OuraCollection<OuraReadiness>(
            oura, OuraDocuments.Readinesses, day => day.Id, json.ReadinessPage, json.OuraReadiness, startExclusive: false));
        MapCollection(routes, "daily_sleep", new OuraCollection<OuraDailySleep>(
            oura, OuraDocuments.DailySleeps, day => day.Id, json.DailySleepPage, json.OuraDailySleep, startExclusive: false));
        MapSubscriptions(routes, "/v2/webhook/subscription", "webhook/subscription", "GET", "POST");
        MapSubscriptions(routes, "/v2/webhook/subscription/{id}", "webhook/subscription/{id}", "GET", "PUT", "DELETE");
        MapSubscriptions(routes, "/v2/webhook/subscription/renew/{id}", "webhook/subscription/renew/{id}", "PUT");
    }

    private void MapCollection<T>(IEndpointRouteBuilder routes, string name, OuraCollection<T> collection)
    {
        routes.MapGet(Collections + name, context => RunAsync(context, name, "daily", collection.List));
        routes.MapGet($"{Collections}{name}/{{id}}", context => RunAsync(context, $"{name}/{{id}}", "daily", collection.Get));
    }

    private void MapSubscriptions(IEndpointRouteBuilder routes, string pattern, string endpoint, params string[] methods) =>
        routes.MapMethods(pattern, methods, context => gate.RunAsync(new(Vendor.Oura, endpoint, context), _ => null, oura.Subscriptions.AnswerAsync));

    private Task RunAsync(HttpContext context, string endpoint, string? scope, Func<VendorRequest, VendorReply> answer) =>
        gate.RunAsync(new(Vendor.Oura, endpoint, context), request => Refusal(request, scope), request => Task.FromResult(answer(request)));

    private VendorReply? Refusal(VendorRequest request, string? scope)
    {
        var token = request.BearerToken is { Length: > 0 } bearer ? bearer : request.Query("access_token") ?? "";
        (request.PersonId, var valid) = oura.Grants.Check(token);
        request.TokenUse = valid ? TokenUse.Access : TokenUse.AccessRefused;
        return !valid ? VendorGate.Problem(401, "Unauthorized")
            : scope is not null && !oura.Grants.HasScope(request.PersonId!, scope) ? VendorGate.Problem(403, "Forbidden")
            : null;
    }

    private VendorReply PersonalInfo(VendorRequest request)
    {
        var person = oura.World.GetPerson(request.PersonId!);
        var info = new OuraPersonalInfo(oura.UserIdOf(person), 38, 74.5, 1.76, "female", null);
        return new VendorReply(200, JsonSerializer.SerializeToUtf8Bytes(info, OuraJson.Wire.OuraPersonalInfo));
    }

    private VendorReply Revoke(VendorRequest request)
    {
        oura.Grants.Revoke(request.PersonId!);
        return VendorReply.Empty(200);
    }
}
