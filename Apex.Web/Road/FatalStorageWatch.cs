using Apex.Infrastructure.Storage;

namespace Apex.Web.Road;

/// <summary>Ends the process, non-zero, when a commit met an I/O error: a supervisor starts it afresh from what is on disk.</summary>
internal sealed partial class FatalStorageWatch(FatalStorage fatal, IHostApplicationLifetime lifetime, ILogger<FatalStorageWatch> logger) : BackgroundService
{
    /// <summary>EX_IOERR of sysexits.h.</summary>
    public const int ExitCode = 74;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reason = await fatal.Stopped.WaitAsync(stoppingToken);
        LogFatal(reason);
        Environment.ExitCode = ExitCode;
        lifetime.StopApplication();
    }

    [LoggerMessage(4010, LogLevel.Critical, "The database failed ({Reason}). Apex stops so that nothing is acknowledged that is not on disk; check the disk, then start it again")]
    private partial void LogFatal(string reason);
}
