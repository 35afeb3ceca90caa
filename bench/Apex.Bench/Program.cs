using Apex.Bench;
using Apex.Bench.Hosting;
using Apex.Bench.Measures;

if (args is ["simulate", var port, var people])
{
    return await SimulatorRole.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), int.Parse(people, CultureInfo.InvariantCulture));
}

if (BenchOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(BenchOptions.Usage);
    return 64;
}

var report = new Report();
await using var postgres = new PostgresCluster();
try
{
    foreach (var measure in options.Measures)
    {
        await Measurements.RunAsync(measure, options, postgres, report);
    }

    await report.WriteAsync(options);
    return 0;
}
catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException)
{
    // Caught, so that every process and directory of the run is cleaned up on the way out.
    await Console.Error.WriteLineAsync(exception.ToString());
    return 70;
}
