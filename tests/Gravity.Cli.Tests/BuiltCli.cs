using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gravity.Cli.Tests;

[assembly: AssemblyFixture(typeof(BuiltCli))]

namespace Gravity.Cli.Tests;

/// <summary>The built program, run as a process in a folder of its own with small data files.</summary>
public sealed class BuiltCli : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "gravity.dll");

    /// <summary>The program that runs assemblies.</summary>
    public static string Runtime { get; } = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    private readonly WarmHosts _warm = new();

    public BuiltCli()
    {
        Folder = Directory.CreateTempSubdirectory("gravity-cli-").FullName;
        SmallPanels.WriteAll(Folder);
    }

    /// <summary>Where the data lie and the program runs.</summary>
    public string Folder { get; }

    public void Dispose()
    {
        _warm.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs a command line whose process is not what is tested: in one that has run others.</summary>
    public CliRun Warm(params string[] args) => Warm(args, Folder);

    /// <summary>The same in a folder.</summary>
    public CliRun Warm(string[] args, string folder) => _warm.Run(args, folder);

    /// <summary>Runs the program to its end.</summary>
    public CliRun Run(params string[] args) => Run(args, null);

    /// <summary>Runs the program with standard input and changed environment.</summary>
    public CliRun Run(string[] args, byte[]? input, string? folder = null, params (string Name, string Value)[] environment)
    {
        using Process process = Start(args, folder, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        // A guard against hanging, not a measure of speed: other test assemblies share the cores.
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill();
            throw new TimeoutException("gravity " + string.Join(' ', args));
        }
        return new CliRun(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts the program and leaves it running.</summary>
    public Process Start(string[] args, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Runtime)
        {
            WorkingDirectory = folder ?? Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Program);
        foreach (string arg in args)
            start.ArgumentList.Add(arg);
        start.Environment.Remove("GRAVITY_DEBUG");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The arguments of a fit of the small panels.</summary>
    public static string[] Fit(string data, string model, string formula = SmallPanels.Formula, params string[] more) =>
        ["fit", data, "--formula", formula, "--model", model, "--unit", "id", "--time", "year", .. more];
}

/// <summary>What a run left.</summary>
public sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as JSON: fails when anything but one JSON value is there.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
