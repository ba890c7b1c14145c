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

    /// <summary>Stack traces for errors of the program itself.</summary>
    public bool Debug { get; init; }

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>One line for the user beside the results.</summary>
    public void Note(string sentence) => Error.WriteLine("gravity: " + sentence);
}
