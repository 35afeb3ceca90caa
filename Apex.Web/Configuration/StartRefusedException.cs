namespace Apex.Web.Configuration;

/// <summary>The host cannot start, and the operator can do something about it: said in plain lines, without a stack trace.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
