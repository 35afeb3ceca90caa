namespace Apex.Simulator.Traffic;

/// <summary>What a person's consent gave the app: a token pair, the refresh token good for one use.</summary>
public sealed record TokenPair(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt);
