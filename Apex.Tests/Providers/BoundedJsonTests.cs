using System.Text;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

public sealed class BoundedJsonTests
{
    [Theory]
    [InlineData("{\"a\":[1,2]}", null)]
    [InlineData("{\"a\":1e400}", null)] // grammar is fine; the field is dropped where it is read
    [InlineData("{\"a\":1,\"b\":{\"a\":2}}", null)]
    [InlineData("{\"a\":1,\"a\":2}", "json_duplicate_key")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "json_duplicate_key")]
    [InlineData("{\"\\ud800\":1}", "utf8_invalid")]
    [InlineData("{\"a\":}", "json_invalid")]
    [InlineData("{\"a\":1,}", "json_invalid")]
    [InlineData("", "json_invalid")]
    public void TryParse_Text_IsReadOrRefusedWithAReason(string json, string? problem) => Assert.Equal(problem, Problem(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(63, null)]
    [InlineData(65, "json_too_deep")]
    [InlineData(1_000_000, "json_too_deep")]
    public void TryParse_Depth_EndsAt64(int depth, string? problem) =>
        Assert.Equal(problem, Problem(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))));

    [Fact]
    public void TryParse_BytesThatAreNoUtf8_IsRefused() => Assert.Equal("utf8_invalid", Problem([0x22, 0xC3, 0x28, 0x22]));

    [Fact]
    public void TryParse_CountlessValues_AreRefusedBeforeTheyTakeMemory()
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Repeat("1", 2_100_000)) + "]");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problem = Problem(json);

        Assert.Equal("json_too_large", problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static string? Problem(byte[] json)
    {
        if (!BoundedJson.TryParse(json, out var document, out var problem))
        {
            return problem;
        }

        document.Dispose();
        return null;
    }
}
