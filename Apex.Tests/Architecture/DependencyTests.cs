using System.Reflection;

namespace Apex.Tests.Architecture;

/// <summary>Who may know whom (docs: ARCHITECTURE.md, "Dependency rule").</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Simulator_References_NoOtherApexProject() =>
        Assert.DoesNotContain(References("Apex.Simulator"), name => name.StartsWith("Apex.", StringComparison.Ordinal));

    [Fact]
    public void Infrastructure_References_NoAspNetCoreAssembly() =>
        Assert.DoesNotContain(References("Apex.Infrastructure"), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Domain_References_OnlyTheBaseClassLibraryAndNodaTime() =>
        Assert.DoesNotContain(
            References("Apex.Domain"),
            name => !name.StartsWith("System.", StringComparison.Ordinal) && name != "NodaTime" && name != "System");

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!);
}
