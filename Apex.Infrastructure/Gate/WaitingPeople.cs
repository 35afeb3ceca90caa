using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Gate;

/// <summary>People with something that has to be fetched from a vendor.</summary>
internal static class WaitingPeople
{
    /// <summary>Beyond it people's verdicts are made anew at their own instants.</summary>
    public const int Max = 5000;

    private static readonly string Sql = $"""
        SELECT DISTINCT c.user_id FROM connections c
        JOIN (SELECT external_user_id FROM work_items WHERE provider = @provider AND lane = 'fetch' LIMIT {Max}) AS w ON w.external_user_id = c.external_user_id
        WHERE c.provider = @provider AND c.status = 'active'
        """;

    public static Task<List<Guid>> OfAsync(DbSession session, string provider) => session.QueryAsync(Sql, reader => reader.GetGuid(0), ("@provider", provider));
}
