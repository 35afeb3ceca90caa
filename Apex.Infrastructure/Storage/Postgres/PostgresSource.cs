using Npgsql;

namespace Apex.Infrastructure.Storage.Postgres;

/// <summary>The pool of connections. Statements are prepared on second use; durability is asked for, whatever the server's default is.</summary>
internal static class PostgresSource
{
    public static NpgsqlDataSource Create(StorageOptions options)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
        };
        text.Options = string.IsNullOrEmpty(text.Options) ? "-c synchronous_commit=on" : text.Options + " -c synchronous_commit=on";
        return new NpgsqlDataSourceBuilder(text.ToString()).Build();
    }
}
