using System.Security.Cryptography;
using System.Text;
using Apex.Infrastructure;
using Apex.Infrastructure.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Providers;

/// <summary>What the contract tests need to know of a vendor; its signature is made here, without the product's code.</summary>
internal abstract class VendorSample
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<VendorSample> All { get; } = [new Oura.OuraSample(), new Garmin.GarminSample(), new Terra.TerraSample()];

    public abstract string Name { get; }

    public abstract Dictionary<string, string?> Settings { get; }

    /// <summary>A delivery of one message the vendor would really send.</summary>
    public abstract byte[] Body { get; }

    /// <summary>Normalizer kinds with an example each.</summary>
    public abstract IReadOnlyList<(string Kind, string? EventType, byte[] Body)> Payloads { get; }

    /// <summary>The body as the vendor delivers it, authentic at <see cref="Now"/>.</summary>
    public abstract WebhookRequest Deliver(byte[] body);

    /// <summary>What anybody could send to a hub whose secrets are empty.</summary>
    public abstract WebhookRequest DeliverWithoutSecret(byte[] body);

    /// <summary>The same delivery with one byte of something changed or something missing.</summary>
    public abstract IEnumerable<(string What, WebhookRequest Request)> Forge(WebhookRequest authentic);

    public static VendorSample Of(string name) => All.Single(sample => sample.Name == name);

    public static byte[] Read(string vendor, string file) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Providers", vendor, "Payloads", file));

    public static string HmacHex(string secret, string prefix, byte[] body) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. body]));

    public static WebhookRequest Post(byte[] body, string? pathSecret, params (string Name, string Value)[] headers) => new(
        "POST",
        pathSecret,
        name => headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault(),
        _ => null,
        body);

    /// <summary>The character at the index replaced by another digit.</summary>
    public static string Flip(string text, int index) => text[..index] + (text[index] == '1' ? '2' : '1') + text[(index + 1)..];

    public static byte[] Flip(byte[] body, int index)
    {
        byte[] changed = [.. body];
        changed[index] ^= 1;
        return changed;
    }

    /// <summary>All vendors as the host registers them, with every sample's settings.</summary>
    public static ProviderRegistry Registry(FakeVendorHttp? http = null) => Build(All.SelectMany(sample => sample.Settings), http);

    public static ProviderRegistry Unconfigured() => Build([], null);

    private static ProviderRegistry Build(IEnumerable<KeyValuePair<string, string?>> settings, FakeVendorHttp? http)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddSingleton(new ApexClock(new FixedTime(Now))).AddProviders(configuration);
        if (http is not null)
        {
            services.AddSingleton<IHttpClientFactory>(http);
        }

        return services.BuildServiceProvider().GetRequiredService<ProviderRegistry>();
    }
}
