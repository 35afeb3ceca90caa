using System.Runtime.CompilerServices;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

/// <summary>A vendor is one folder with fixed file names, and knows neither another vendor nor what comes after it on the road.</summary>
public sealed class ProviderFolderTests
{
    private static readonly string[] _always = ["Provider", "Services", "Options", "Webhook", "Payloads", "Normalizer"];

    public static TheoryData<string> Folders => new(Directory.GetDirectories(Root()).Select(path => Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_OfAVendor_HasTheFixedFiles(string vendor)
    {
        string[] parts = VendorSample.Registry().Get(vendor.ToLowerInvariant()) is IPullProvider ? [.. _always, "Client", "Limits"] : _always;

        Assert.Equal([], parts.Select(part => $"{vendor}{part}.cs").Where(file => !File.Exists(Path.Combine(Root(), vendor, file))));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_OfAVendor_NamesNoOtherVendorAndNoLaterStep(string vendor)
    {
        string[] forbidden =
        [
            .. Directory.GetDirectories(Root()).Select(path => Path.GetFileName(path)).Where(other => other != vendor).Select(other => $"Providers.{other}"),
            "Apex.Infrastructure.Inbox",
            "Apex.Infrastructure.Storage",
            "Apex.Infrastructure.Ingestion",
        ];

        Assert.Equal([], Directory.GetFiles(Path.Combine(Root(), vendor), "*.cs")
            .Where(file => forbidden.Any(name => File.ReadAllText(file).Contains(name, StringComparison.Ordinal)))
            .Select(file => Path.GetFileName(file)));
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Apex.Infrastructure", "Providers"));
}
