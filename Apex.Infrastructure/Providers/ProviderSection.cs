using Microsoft.Extensions.Configuration;

namespace Apex.Infrastructure.Providers;

/// <summary>Reads one vendor's section and collects what is wrong with it, each by its key, so that all problems are told at once.</summary>
internal sealed class ProviderSection(IConfiguration configuration, string name)
{
    private readonly List<string> _problems = [];

    /// <summary>Each starts with its key and never holds the value: it may be a secret pasted into the wrong place.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public bool Enabled => Flag("Enabled");

    public string Text(string key) => configuration[KeyOf(key)]?.Trim() ?? "";

    /// <summary>A text the vendor cannot work without, once enabled.</summary>
    public string Needed(string key, int minLength = 1)
    {
        var value = Text(key);
        if (Enabled && value.Length < minLength)
        {
            _problems.Add(value.Length == 0
                ? $"{KeyOf(key)}: needed while {KeyOf("Enabled")} is true"
                : $"{KeyOf(key)}: must have at least {minLength} characters");
        }

        return value;
    }

    /// <summary>A secret that is the last segment of the webhook's address.</summary>
    public string NeededPathSecret(string key)
    {
        var value = Needed(key, minLength: 16);
        if (!value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~'))
        {
            AddOnce($"{KeyOf(key)}: may hold letters, digits, '-', '_', '.' and '~' only, it is part of an address");
        }

        return value;
    }

    public bool Flag(string key)
    {
        var value = Text(key);
        if (value.Length == 0 || bool.TryParse(value, out var flag))
        {
            return value.Length > 0 && bool.Parse(value);
        }

        AddOnce($"{KeyOf(key)}: must be true or false");
        return false;
    }

    /// <summary>An absolute http or https address, without its trailing slash.</summary>
    public string Address(string key, string vendors)
    {
        var value = Text(key).TrimEnd('/');
        if (value.Length == 0)
        {
            return vendors;
        }

        if (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0)
        {
            return value;
        }

        AddOnce($"{KeyOf(key)}: must be an absolute http or https address without a query");
        return vendors;
    }

    /// <summary>A whole number of one or more.</summary>
    public int Count(string key, int vendors)
    {
        var value = Text(key);
        if (value.Length == 0)
        {
            return vendors;
        }

        if (int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        AddOnce($"{KeyOf(key)}: must be a whole number of 1 or more");
        return vendors;
    }

    /// <summary>A list of hosts; replaces the vendor's.</summary>
    public LinkHosts Hosts(string key, string vendors)
    {
        string[] entries = [.. configuration.GetSection(KeyOf(key)).GetChildren().Select(entry => entry.Value?.Trim() ?? "")];
        var hosts = LinkHosts.Read(entries.Length == 0 ? [vendors] : entries, out var problem);
        if (problem is not null)
        {
            AddOnce($"{KeyOf(key)}: {problem}");
        }

        return hosts;
    }

    private string KeyOf(string key) => $"Providers:{name}:{key}";

    private void AddOnce(string problem)
    {
        if (!_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }
}
