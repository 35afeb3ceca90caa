namespace Apex.Simulator;

/// <summary>What the simulated clouds and Apex agree on, as an operator would have typed it into both.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Where webhooks go; can be changed later on the running server.</summary>
    public Uri TargetBaseUrl { get; init; } = new("http://127.0.0.1:8080");

    public string OuraClientId { get; init; } = "sim-oura-client";

    /// <summary>Also the key of Oura's webhook signatures.</summary>
    public string OuraClientSecret { get; init; } = "sim-oura-client-secret";

    public string OuraVerificationToken { get; init; } = "sim-oura-verification-token";

    /// <summary>Last segment of the webhook path; Garmin signs nothing.</summary>
    public string GarminPathSecret { get; init; } = "sim-garmin-path-secret";

    public string GarminClientId { get; init; } = "sim-garmin-client";

    public string GarminClientSecret { get; init; } = "sim-garmin-client-secret";

    public string TerraDevId { get; init; } = "sim-terra-dev";

    public string TerraApiKey { get; init; } = "sim-terra-api-key";

    public string TerraSigningSecret { get; init; } = "sim-terra-signing-secret";

    /// <summary>
    /// True for a demo whose database outlives the process: refresh tokens of an earlier run still work once. Tests leave it false.
    /// </summary>
    public bool AdoptsEarlierTokens { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public int Seed { get; init; } = 1;

    /// <summary>Loopback port; 0: any free one.</summary>
    public int Port { get; init; }
}
