namespace Apex.Infrastructure.Reading;

/// <summary>Stored instants (Unix ms) as UTC.</summary>
internal static class Instants
{
    public static DateTimeOffset Of(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static DateTimeOffset? OrNull(long? ms) => ms is { } there ? DateTimeOffset.FromUnixTimeMilliseconds(there) : null;
}
