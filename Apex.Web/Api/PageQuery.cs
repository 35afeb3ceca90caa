using System.Globalization;
using Apex.Infrastructure;
using Microsoft.AspNetCore.Mvc;

namespace Apex.Web.Api;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Cursor">nextCursor of the part before.</param>
internal readonly record struct PageQuery([FromQuery(Name = "cursor")] string? Cursor, [FromQuery(Name = "limit")] int? Limit)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public int Size => Limit ?? DefaultLimit;

    public long? ReadId(FieldProblems problems)
    {
        CheckLimit(problems);
        var isId = long.TryParse(Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        problems.Check(Cursor is null || isId, "cursor", "must be the nextCursor of an earlier answer");
        return isId ? id : null;
    }

    public Guid? ReadGuid(FieldProblems problems)
    {
        CheckLimit(problems);
        var isId = Guid.TryParseExact(Cursor, "D", out var id);
        problems.Check(Cursor is null || isId, "cursor", "must be the nextCursor of an earlier answer");
        return isId ? id : null;
    }

    private void CheckLimit(FieldProblems problems) => problems.Check(Size is >= 1 and <= MaxLimit, "limit", $"must be from 1 to {MaxLimit}");
}
