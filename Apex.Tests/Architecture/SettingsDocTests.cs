using System.Collections;
using System.Reflection;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Retention;
using Apex.Infrastructure.Work;
using Apex.Web.Configuration;

namespace Apex.Tests.Architecture;

/// <summary>README.md's table of settings holds every setting there is, and no other.</summary>
public sealed class SettingsDocTests
{
    [Fact]
    public void Table_OfSettings_IsComplete()
    {
        string[] expected =
        [
            .. Keys(typeof(ApexOptions), ApexOptions.Section),
            .. Keys(typeof(BackfillOptions), BackfillOptions.Section),
            .. Keys(typeof(JobOptions), JobOptions.Section),
            .. Keys(typeof(RetentionOptions), RetentionOptions.Section),
            .. Keys(typeof(RetryOptions), "Apex:Retry"),
            .. Keys(typeof(ProviderOptions), "Providers:<Name>"),
            "Providers:Oura:RequestsPer5Minutes",
            "ConnectionStrings:Apex",
        ];
        var documented = Documents.Rows("README.md", "Settings").SelectMany(row => Documents.Code(row[0]));

        Assert.Equal(expected.Order(StringComparer.Ordinal), documented.Where(key => !key.StartsWith("Apex:Demo", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(Type options, string section) =>
        from property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.CanWrite || typeof(IList).IsAssignableFrom(property.PropertyType) || property.PropertyType.IsGenericType
        let key = $"{section}:{property.Name}"
        from found in property.PropertyType.Namespace == "Apex.Web.Configuration" ? Keys(property.PropertyType, key) : [key]
        select found;
}
