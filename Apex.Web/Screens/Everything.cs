namespace Apex.Web.Screens;

/// <summary>The key of a screen that shows one thing to all.</summary>
public readonly record struct Everything;
