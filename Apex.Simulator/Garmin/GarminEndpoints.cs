using System.Text.Json;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Apex.Simulator.Garmin;

/// <summary>The little of Garmin that can be called: who is this, what may we have, a newer token, and goodbye.</summary>
internal sealed class GarminEndpoints(GarminCloud garmin, World world, VendorGate gate)
{
    private const string User = "/wellness-api/rest/user/";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(User + "id", context => RunAsync(context, "user/id", person =>
            new(200, JsonSerializer.SerializeToUtf8Bytes(new GarminUser(garmin.UserIdOf(person)), GarminJson.Default.GarminUser))));
        routes.MapGet(User + "permissions", context => RunAsync(context, "user/permissions", person =>
            new(200, JsonSerializer.SerializeToUtf8Bytes(new GarminPermissions(garmin.PermissionsOf(person)), GarminJson.Default.GarminPermissions))));
        routes.MapPost("/di-oauth2-service/oauth/token", context => gate.RunAsync(
            new(Vendor.Garmin, "oauth/token", context), _ => null, new GarminTokenEndpoint(garmin).AnswerAsync));
        routes.MapDelete(User + "registration", context => RunAsync(context, "user/registration", person =>
        {
            garmin.Deregister(person);
            return VendorReply.Empty(204);
        }));
    }

    private Task RunAsync(HttpContext context, string endpoint, Func<VirtualPerson, VendorReply> answer) => gate.RunAsync(
        new(Vendor.Garmin, endpoint, context), Refusal, request => Task.FromResult(answer(world.GetPerson(request.PersonId!))));

    private VendorReply? Refusal(VendorRequest request)
    {
        (request.PersonId, var valid) = garmin.Tokens.Check(request.BearerToken);
        request.TokenUse = valid ? TokenUse.Access : TokenUse.AccessRefused;
        return valid ? null : VendorGate.Problem(401, "Unauthorized");
    }
}
