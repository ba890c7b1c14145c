namespace Gravity.Cli.Host;

/// <summary>A command line and the folder it runs in.</summary>
public sealed record HostRequest(string Folder, IReadOnlyList<string> Arguments);

/// <summary>What it left.</summary>
public sealed record HostAnswer(int ExitCode, string Output, string Error);
