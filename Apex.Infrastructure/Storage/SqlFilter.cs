namespace Apex.Infrastructure.Storage;

/// <summary>A WHERE of those conditions that have a value. PostgreSQL cannot tell the type of a null parameter that is compared with nothing.</summary>
internal sealed class SqlFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<(string, object?)> _args = [];

    public (string, object?)[] Args => [.. _args];

    /// <summary>That a row's person at the vendor is the user @user.</summary>
    public static string OfUser(string table) =>
        $"EXISTS (SELECT 1 FROM connections c WHERE c.user_id = @user AND c.provider = {table}.provider AND c.external_user_id = {table}.external_user_id)";

    public SqlFilter And(string condition, string name, object? value)
    {
        if (value is not null)
        {
            _conditions.Add(condition);
            _args.Add((name, value));
        }

        return this;
    }

    public override string ToString() => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);
}
