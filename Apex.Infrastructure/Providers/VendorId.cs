namespace Apex.Infrastructure.Providers;

/// <summary>What a vendor's id may look like before it becomes a key of ours.</summary>
internal static class VendorId
{
    public const int MaxLength = 128;

    /// <summary>Null for empty, over-long and unprintable ids (PostgreSQL cannot store U+0000, and no vendor has such ids).</summary>
    public static string? OrNull(string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter)) ? text : null;

    /// <summary>Safe as one segment of an address: "..", slashes and escapes are not.</summary>
    public static bool IsPathSafe(string id) => id.Length <= MaxLength && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
