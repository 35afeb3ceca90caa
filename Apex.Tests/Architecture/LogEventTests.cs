using System.Reflection;
using Apex.Infrastructure;
using Apex.Web.Health;
using Microsoft.Extensions.Logging;

namespace Apex.Tests.Architecture;

/// <summary>Event ids are what operators search for: one message each, in the range of its place (CONTRIBUTING.md).</summary>
public sealed class LogEventTests
{
    [Fact]
    public void Ids_OfAllMessages_AreUnique() => Assert.Empty(Ids(typeof(ApexClock)).Concat(Ids(typeof(HealthProbe))).GroupBy(id => id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Ids_OfAProject_AreInItsRange()
    {
        Assert.All(Ids(typeof(ApexClock)), id => Assert.InRange(id, 1000, 3999));
        Assert.All(Ids(typeof(HealthProbe)), id => Assert.InRange(id, 4000, 4999));
    }

    private static List<int> Ids(Type ofAssembly)
    {
        List<int> ids =
        [
            .. from type in ofAssembly.Assembly.GetTypes()
               from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
               let message = method.GetCustomAttribute<LoggerMessageAttribute>()
               where message is not null
               select message.EventId,
        ];
        Assert.NotEmpty(ids);
        return ids;
    }
}
