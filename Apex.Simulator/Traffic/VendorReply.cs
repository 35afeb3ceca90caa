using System.Text;

namespace Apex.Simulator.Traffic;

/// <summary>A reply not written yet, so that a fault can replace or spoil it.</summary>
internal sealed record VendorReply(int Status, byte[] Body, string ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static VendorReply Empty(int status) => new(status, [], "");

    public static VendorReply Json(int status, string json) => new(status, Encoding.UTF8.GetBytes(json));

    public VendorReply Broken(BrokenBody how) => how switch
    {
        BrokenBody.Html => new(200, Encoding.UTF8.GetBytes("<!doctype html><title>Be right back</title><h1>We are doing some maintenance</h1>"), "text/html"),
        BrokenBody.Truncated => this with { Body = Body[..(Body.Length / 2)] },
        _ => Json(200, """{"data":"none","next_token":17}"""),
    };
}
