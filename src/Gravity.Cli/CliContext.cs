namespace Gravity.Cli;

/// <summary>Everything a command touches outside its arguments, so that tests can hand in their own.</summary>
internal sealed record CliContext
{
    /// <summary>Opens standard input, for <c>-</c>.</summary>
    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    /// <summary>Results, and nothing else.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Messages, notes and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/>: only then are there progress bars.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The width in cells of the terminal that shows <see cref="Output"/> with styles; null for a pipe, a file, or a reader who wants plain text.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Whether <see cref="Error"/> takes cursor movements and colours; null to find out.</summary>
    public bool? ErrorTakesAnsi { get; init; }

    /// <summary>Work shorter than this needs no bar.</summary>
    public TimeSpan ProgressDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Stack traces for errors of the program itself.</summary>
    public bool Debug { get; init; }

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>How much is said beside the results.</summary>
    public Verbosity Verbosity { get; init; }

    /// <summary>One line for the user beside the results; not with <c>--quiet</c>.</summary>
    public void Note(string sentence) => Say("gravity: " + sentence);

    /// <summary>A line beside the results as it stands; not with <c>--quiet</c>.</summary>
    public void Say(string line)
    {
        if (Verbosity != Verbosity.Quiet)
            Error.WriteLine(line);
    }

    /// <summary>A line for <c>--verbose</c> only.</summary>
    public void Detail(string line)
    {
        if (Verbosity == Verbosity.Verbose)
            Error.WriteLine(line);
    }

    /// <summary>A step of a climb, for <c>--verbose</c>.</summary>
    public void Iteration(string model, int iteration, double value, double measure) =>
        Detail(FormattableString.Invariant($"{model}: iteration {iteration}  log-likelihood {value:0.######}  gradient {measure:0.0e+0}"));

    /// <summary>Why the work ended: said whatever the user wants to hear.</summary>
    public void Fail(string sentence) => Error.WriteLine("gravity: " + sentence);
}

/// <summary>How much is said on standard error.</summary>
internal enum Verbosity
{
    /// <summary>Notes, warnings, and progress where a person watches.</summary>
    Normal,

    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Every climb and step too.</summary>
    Verbose,
}
