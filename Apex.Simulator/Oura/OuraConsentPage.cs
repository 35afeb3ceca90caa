using System.Net;
using System.Text;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Oura;

/// <summary><c>GET /oauth/authorize</c>: asks which virtual person consents, then redirects with a code. <c>&amp;person=</c> answers at once.</summary>
internal sealed class OuraConsentPage(OuraCloud oura)
{
    public Task<VendorReply> AnswerAsync(VendorRequest request)
    {
        if (request.Query("client_id") != oura.Options.OuraClientId
            || request.Query("response_type") != "code"
            || !Uri.TryCreate(request.Query("redirect_uri"), UriKind.Absolute, out var redirect)
            || redirect.Scheme is not ("http" or "https"))
        {
            return Task.FromResult(VendorGate.Problem(400, "Invalid authorization request"));
        }

        var person = request.Query("person") is { } id ? oura.World.FindPerson(id) : null;
        return Task.FromResult(person is null ? Page(request) : Consent(request, person, redirect));
    }

    private VendorReply Consent(VendorRequest request, VirtualPerson person, Uri redirect)
    {
        request.PersonId = person.Id;
        if (request.Query("scope") is { Length: > 0 } scope)
        {
            oura.SetScopes(person, scope.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        var separator = redirect.Query.Length == 0 ? '?' : '&';
        var target = $"{redirect.AbsoluteUri}{separator}code={Uri.EscapeDataString(oura.GrantCode(person))}&state={Uri.EscapeDataString(request.Query("state") ?? "")}";
        return VendorReply.Empty(302) with { Headers = new Dictionary<string, string> { ["Location"] = target } };
    }

    private VendorReply Page(VendorRequest request)
    {
        var query = request.Context.Request.QueryString.Value;
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><title>Simulated Oura</title><h1>Simulated Oura: who consents?</h1><ul>");
        foreach (var person in oura.World.People)
        {
            var link = WebUtility.HtmlEncode($"{query}&person={Uri.EscapeDataString(person.Id)}");
            html.Append("<li><a href=\"").Append(link).Append("\">").Append(WebUtility.HtmlEncode(person.DisplayName)).Append("</a></li>");
        }

        return new VendorReply(200, Encoding.UTF8.GetBytes(html.Append("</ul></html>").ToString()), "text/html; charset=utf-8");
    }
}
