using Apex.Infrastructure.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Apex.Tests.Architecture;

/// <summary>ARCHITECTURE.md leads to files that are there.</summary>
public sealed class ArchitectureDocTests
{
    private const string Document = "ARCHITECTURE.md";

    [Theory]
    [InlineData("The road", 8)]
    [InlineData("Where things are", 20)]
    public void Table_OfFiles_NamesOnlyWhatExists(string heading, int atLeast)
    {
        var rows = Documents.Rows(Document, heading);

        Assert.True(rows.Count >= atLeast, $"{rows.Count} rows under \"{heading}\"");
        Assert.All(rows, row => Assert.NotEmpty(Documents.Code(row[1])));
        Assert.DoesNotContain(rows.SelectMany(row => Documents.Code(row[1])), path => !Path.Exists(Path.Combine(Repository.Root, path)));
    }

    [Fact]
    public void Table_OfTables_NamesEveryTableOfTheModel()
    {
        using var schema = new SqliteApexDb(new DbContextOptionsBuilder<SqliteApexDb>().UseSqlite("Data Source=unopened.db").Options);
        var tables = schema.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).Order(StringComparer.Ordinal);
        var documented = Documents.Rows(Document, "The database").SelectMany(row => Documents.Code(row[0])).Order(StringComparer.Ordinal);

        Assert.Equal(tables, documented);
    }

    [Fact]
    public void Diagrams_AreTwo() => Assert.Equal(2, Documents.Read(Document).Split("```mermaid").Length - 1);
}
