using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Apex.Domain.Merging;

namespace Apex.Tests.Architecture;

/// <summary>The domain is pure functions: what its compiled form calls is looked at, so that neither a using nor an alias hides anything.</summary>
public sealed class DomainPurityTests
{
    private static readonly string[] ForbiddenTypes =
    [
        "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random", "System.Console", "System.Threading.Thread",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask`1",
        "System.Collections.Generic.IAsyncEnumerable`1", "System.Runtime.CompilerServices.IAsyncStateMachine",
    ];

    private static readonly string[] ForbiddenSpaces = ["System.IO", "System.Net", "System.Data", "Microsoft.Extensions", "Microsoft.EntityFrameworkCore"];

    // Environment itself is there: iterators ask for their thread.
    private static readonly string[] Clocks =
        ["get_Now", "get_UtcNow", "get_Today", "GetCurrentInstant", "get_TickCount", "get_TickCount64", "GetTimestamp", "GetEnvironmentVariable"];

    [Fact]
    public void Domain_RefersTo_NoAsyncNoInputOrOutput() => Assert.DoesNotContain(
        Read(reader => reader.TypeReferences.Select(handle => Name(reader, handle))),
        name => ForbiddenTypes.Contains(name) || ForbiddenSpaces.Any(space => name.StartsWith(space + ".", StringComparison.Ordinal)));

    [Fact]
    public void Domain_Calls_NoClock() => Assert.Empty(
        Read(reader => reader.MemberReferences.Select(handle => reader.GetString(reader.GetMemberReference(handle).Name))).Intersect(Clocks));

    [Fact]
    public void Domain_RefersTo_TheTypesThisTestCanSee() =>
        Assert.Contains("System.DateTimeOffset", Read(reader => reader.TypeReferences.Select(handle => Name(reader, handle))));

    private static List<string> Read(Func<MetadataReader, IEnumerable<string>> names)
    {
        using var file = new PEReader(File.OpenRead(typeof(DayMerger).Assembly.Location));
        return [.. names(file.GetMetadataReader())];
    }

    private static string Name(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }
}
