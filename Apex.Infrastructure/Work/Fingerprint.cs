using System.Text;

namespace Apex.Infrastructure.Work;

/// <summary>Groups dead letters that have the same cause: provider, stage and the error with every number made alike.</summary>
internal static class Fingerprint
{
    public static string Of(string provider, string stage, string error)
    {
        var text = new StringBuilder(error.Length);
        foreach (var c in error)
        {
            if (!char.IsAsciiDigit(c))
            {
                text.Append(c);
            }
            else if (text.Length == 0 || text[^1] != '#')
            {
                text.Append('#');
            }
        }

        return $"{provider}|{stage}|{text}";
    }
}
