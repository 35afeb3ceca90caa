using System.Net;
using System.Text;

namespace Apex.Tests.Providers;

/// <summary>A vendor that answers as told and remembers what it was asked.</summary>
internal sealed class FakeVendorHttp(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler, IHttpClientFactory
{
    private readonly List<string> _asked = [];
    private readonly List<string> _forms = [];
    private readonly List<string?> _authorizations = [];

    public FakeVendorHttp(Func<HttpRequestMessage, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    /// <summary>"GET https://host/path?query", in order.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public IReadOnlyList<string> Forms => _forms;

    public IReadOnlyList<string?> Authorizations => _authorizations;

    public static HttpResponseMessage Reply(int status, string body = "", string type = "application/json", params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.Add($"{request.Method} {request.RequestUri!.AbsoluteUri}");
        _authorizations.Add(request.Headers.Authorization?.ToString());
        if (request.Content is not null)
        {
            _forms.Add(await request.Content.ReadAsStringAsync(cancellationToken));
        }

        return await answer(request, cancellationToken);
    }
}
