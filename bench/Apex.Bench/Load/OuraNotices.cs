using System.Security.Cryptography;
using System.Text;

namespace Apex.Bench.Load;

/// <summary>Signed Oura notifications, written from the vendor's documents and not with the product's code. No two are alike.</summary>
internal static class OuraNotices
{
    private static int _number;

    public static void Add(Requests requests, string path, string clientSecret, string userId, DateTimeOffset eventTime)
    {
        var now = TimeProvider.System.GetUtcNow();
        var number = Interlocked.Increment(ref _number);
        var body = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_type":"update","data_type":"sleep","event_time":"{{eventTime.AddMilliseconds(number % 1000):yyyy-MM-ddTHH:mm:ss.fff}}+00:00","user_id":"{{userId}}","trace":"{{number}}"}"""));
        Sign(requests, path, clientSecret, body, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>As <see cref="Add"/> with the id of one object, as the vendor sends it.</summary>
    public static void AddObject(Requests requests, string path, string clientSecret, string userId, DateTimeOffset eventTime)
    {
        var now = TimeProvider.System.GetUtcNow();
        var number = Interlocked.Increment(ref _number);
        var body = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_type":"update","data_type":"sleep","object_id":"{{number:x8}}-5d6e-4c7f-8a9b-0123456789ab","event_time":"{{eventTime:yyyy-MM-ddTHH:mm:ss.fff}}+00:00","user_id":"{{userId}}"}"""));
        Sign(requests, path, clientSecret, body, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    private static void Sign(Requests requests, string path, string clientSecret, byte[] body, string timestamp)
    {
        var signature = Convert.ToHexString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(clientSecret), (byte[])[.. Encoding.ASCII.GetBytes(timestamp), .. body]));
        requests.Add(path, body, $"x-oura-timestamp: {timestamp}\r\nx-oura-signature: {signature}\r\n");
    }
}
