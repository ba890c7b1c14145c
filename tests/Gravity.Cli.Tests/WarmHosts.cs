using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gravity.Cli.Host;

namespace Gravity.Cli.Tests;

/// <summary>Processes that stay and run one command line after another, as many as run at once: the many commands of the documentation need no start of the runtime each.</summary>
internal sealed class WarmHosts : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Gravity.Cli.Host.dll");

    private readonly ConcurrentBag<Process> _idle = [];

    /// <summary>Runs a command line in a folder to its end.</summary>
    public CliRun Run(string[] args, string folder)
    {
        if (!_idle.TryTake(out Process? host))
            host = Start();
        host.StandardInput.WriteLine(JsonSerializer.Serialize(new HostRequest(folder, args)));
        host.StandardInput.Flush();
        // A guard against hanging, not a measure of speed: other test assemblies share the cores.
        Task<string?> line = host.StandardOutput.ReadLineAsync();
        if (!line.Wait(TimeSpan.FromMinutes(5)) || line.Result is null)
        {
            host.Kill();
            throw new InvalidOperationException("no answer: gravity " + string.Join(' ', args));
        }
        HostAnswer answer = JsonSerializer.Deserialize<HostAnswer>(line.Result)!;
        _idle.Add(host);
        return new CliRun(answer.ExitCode, answer.Output, answer.Error);
    }

    public void Dispose()
    {
        foreach (Process host in _idle)
        {
            host.StandardInput.Close();
            host.WaitForExit();
            host.Dispose();
        }
    }

    private static Process Start()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(BuiltCli.Runtime, ["exec", Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
        };
        start.Environment.Remove("GRAVITY_DEBUG");
        return Process.Start(start)!;
    }
}
