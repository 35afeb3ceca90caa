namespace Apex.Simulator.Oura;

/// <summary>Tokens given out, spent and revoked.</summary>
internal sealed class OuraGrants(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string PersonId, DateTimeOffset ExpiresAt)> _access = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string PersonId, bool Spent)> _refresh = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _scopes = new(StringComparer.Ordinal);

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    public OuraGrant Issue(string personId)
    {
        lock (_lock)
        {
            var grant = new OuraGrant(NewSecret("oura-at"), NewSecret("oura-rt"), time.GetUtcNow() + AccessTokenLifetime);
            _access[grant.AccessToken] = (personId, grant.ExpiresAt);
            _refresh[grant.RefreshToken] = (personId, Spent: false);
            return grant;
        }
    }

    public string IssueCode(string personId)
    {
        lock (_lock)
        {
            var code = NewSecret("oura-code");
            _codes[code] = personId;
            return code;
        }
    }

    /// <summary>Each refresh token works once; a second use is refused and tells whose it was.</summary>
    public (OuraGrant? Grant, string? PersonId) Refresh(string refreshToken)
    {
        lock (_lock)
        {
            if (!_refresh.TryGetValue(refreshToken, out var known) || known.Spent)
            {
                return (null, known.PersonId);
            }

            _refresh[refreshToken] = (known.PersonId, Spent: true);
            return (Issue(known.PersonId), known.PersonId);
        }
    }

    public (OuraGrant? Grant, string? PersonId) Exchange(string code)
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
            return _access.TryGetValue(accessToken, out var known) ? (known.PersonId, known.ExpiresAt > time.GetUtcNow()) : (null, false);
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
            foreach (var token in _refresh.Where(known => known.Value.PersonId == personId).Select(known => known.Key).ToList())
            {
                _refresh[token] = (personId, Spent: true);
            }
        }
    }

    // Random, not seeded: a simulator that restarts must not hand out the token another run has stored.
    private static string NewSecret(string prefix) => $"{prefix}-{Guid.NewGuid():N}";
}
