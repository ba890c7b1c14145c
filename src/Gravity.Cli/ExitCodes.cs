namespace Gravity.Cli;

/// <summary>What the shell is told.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>An error of the program itself.</summary>
    public const int Bug = 1;

    /// <summary>The request is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The data cannot carry what was asked; with <c>--strict</c> also any warning.</summary>
    public const int DataUnfit = 3;

    /// <summary>No maximum was found; the result is printed and marked.</summary>
    public const int NotConverged = 4;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
