namespace Apex.Web.Configuration;

internal enum StorageKind
{
    Sqlite,
    Postgres,
}
