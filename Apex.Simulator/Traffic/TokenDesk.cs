namespace Apex.Simulator.Traffic;

/// <summary>Tokens given out, spent and revoked.</summary>
internal sealed class TokenDesk(string prefix, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string PersonId, DateTimeOffset ExpiresAt)> _access = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string PersonId, bool Spent)> _refresh = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _scopes = new(StringComparer.Ordinal);

    /// <summary>
    /// For whom tokens of an earlier run, which this one cannot know, count as issued to the person they name (access: expired; refresh: good for one use).
    /// </summary>
    public Predicate<string> AdoptsEarlierTokensOf { get; init; } = _ => false;

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    public TokenPair Issue(string personId)
    {
        lock (_lock)
        {
            _revoked.Remove(personId);
            var grant = new TokenPair(NewSecret("at", personId), NewSecret("rt", personId), time.GetUtcNow() + AccessTokenLifetime);
            _access[grant.AccessToken] = (personId, grant.ExpiresAt);
            _refresh[grant.RefreshToken] = (personId, Spent: false);
            return grant;
        }
    }

    public string IssueCode(string personId)
    {
        lock (_lock)
        {
            var code = NewSecret("code", personId);
            _codes[code] = personId;
            return code;
        }
    }

    /// <summary>Each refresh token works once; a second use is refused and tells whose it was.</summary>
    public (TokenPair? Grant, string? PersonId) Refresh(string refreshToken)
    {
        lock (_lock)
        {
            if (!_refresh.TryGetValue(refreshToken, out var known) && NamedIn(refreshToken, "rt") is { } personId && !_revoked.Contains(personId))
            {
                known = (personId, Spent: false);
            }

            if (known.PersonId is null || known.Spent)
            {
                return (null, known.PersonId);
            }

            _refresh[refreshToken] = (known.PersonId, Spent: true);
            return (Issue(known.PersonId), known.PersonId);
        }
    }

    public (TokenPair? Grant, string? PersonId) Exchange(string code)
    {
        lock (_lock)
        {
            return _codes.Remove(code, out var personId) ? (Issue(personId), personId) : (null, null);
        }
    }

    public (string? PersonId, bool IsValid) Check(string accessToken)
    {
        lock (_lock)
        {
            return _access.TryGetValue(accessToken, out var known) ? (known.PersonId, known.ExpiresAt > time.GetUtcNow()) : (NamedIn(accessToken, "at"), false);
        }
    }

    public bool HasScope(string personId, string scope)
    {
        lock (_lock)
        {
            return !_scopes.TryGetValue(personId, out var granted) || granted.Contains(scope, StringComparer.Ordinal);
        }
    }

    public void SetScopes(string personId, string[] scopes)
    {
        lock (_lock)
        {
            _scopes[personId] = scopes;
        }
    }

    public void ExpireAccess(string personId)
    {
        lock (_lock)
        {
            foreach (var token in _access.Where(known => known.Value.PersonId == personId).Select(known => known.Key).ToList())
            {
                _access[token] = (personId, DateTimeOffset.MinValue);
            }
        }
    }

    public void Revoke(string personId)
    {
        lock (_lock)
        {
            ExpireAccess(personId);
            _revoked.Add(personId);
            foreach (var token in _refresh.Where(known => known.Value.PersonId == personId).Select(known => known.Key).ToList())
            {
                _refresh[token] = (personId, Spent: true);
            }
        }
    }

    // Random, not seeded: a simulator that restarts must not hand out the token another run has stored.
    private string NewSecret(string kind, string personId) => $"{prefix}.{kind}.{personId}.{Guid.NewGuid():N}";

    private string? NamedIn(string token, string kind)
    {
        var start = $"{prefix}.{kind}.";
        var end = token.LastIndexOf('.');
        var personId = token.StartsWith(start, StringComparison.Ordinal) && end > start.Length ? token[start.Length..end] : null;
        return personId is not null && AdoptsEarlierTokensOf(personId) ? personId : null;
    }
}
