using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>What a column seems to be, and why.</summary>
/// <param name="Name">The column.</param>
/// <param name="Role">Its role.</param>
/// <param name="Side">Its side.</param>
/// <param name="Confidence">How sure.</param>
/// <param name="Reason">Why, for a reader.</param>
public sealed record ColumnGuess(string Name, ColumnRole Role, TradeSide Side, GuessConfidence Confidence, Phrase Reason)
{
    /// <summary>Whether the values are logarithms already, and are used as they are.</summary>
    public bool Logged { get; init; }

    /// <summary>Over what its values vary.</summary>
    public ColumnSpread Spread { get; init; } = ColumnSpread.Everywhere;

    /// <summary>Rows with a usable flow in which it is missing.</summary>
    public int Missing { get; init; }

    /// <summary>Smallest value in those rows; NaN for texts.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Largest value in those rows.</summary>
    public double Max { get; init; } = double.NaN;
}

/// <summary>What the user says of the file where a guess would be wrong; null leaves it to the guess.</summary>
public sealed record PanelGuessOptions
{
    /// <summary>The flow.</summary>
    public string? Flow { get; init; }

    /// <summary>Exporters.</summary>
    public string? Exporter { get; init; }

    /// <summary>Importers, or the partners of a home economy.</summary>
    public string? Importer { get; init; }

    /// <summary>Periods.</summary>
    public string? Time { get; init; }

    /// <summary>Distance.</summary>
    public string? Distance { get; init; }

    /// <summary>The exporter's GDP.</summary>
    public string? GdpOrigin { get; init; }

    /// <summary>The importer's GDP.</summary>
    public string? GdpPartner { get; init; }
}

/// <summary>What a user's file seems to hold: its format, the role of every column, units, periods, and what is odd about the flow.</summary>
/// <remarks>
/// Made by <see cref="Of(TradePanel, CsvFormatGuess, PanelGuessOptions?)"/>; <see cref="StudyDraft"/> writes a study file from it. Nothing is decided in silence: every
/// column has a reason, and what is doubtful is marked.
/// </remarks>
public sealed record PanelGuess
{
    /// <summary>How the file is written.</summary>
    public required CsvFormatGuess Format { get; init; }

    /// <summary>The rows.</summary>
    public required TradePanel Panel { get; init; }

    /// <summary>Every column, in the order of the file.</summary>
    public required IReadOnlyList<ColumnGuess> Columns { get; init; }

    /// <summary>The unit: one column of partners, or exporter and importer.</summary>
    public required IReadOnlyList<string> Unit { get; init; }

    /// <summary>Names of the units for readers, where another column holds them; null otherwise.</summary>
    public string? Label { get; init; }

    /// <summary>The one economy whose trade this is; null in a panel of pairs, or where the file does not name it.</summary>
    public string? Home { get; init; }

    /// <summary>The column of periods; null for a cross-section.</summary>
    public string? Time { get; init; }

    /// <summary>Different periods; 1 without a column.</summary>
    public required int Periods { get; init; }

    /// <summary>First and last period, and those between that no row has.</summary>
    public (int First, int Last, IReadOnlyList<int> Absent)? Span { get; init; }

    /// <summary>Number of units.</summary>
    public required int Units { get; init; }

    /// <summary>The flow.</summary>
    public required ColumnGuess Flow { get; init; }

    /// <summary>Data rows in which the flow is zero.</summary>
    public required IReadOnlyList<int> ZeroRows { get; init; }

    /// <summary>Data rows in which the flow is negative.</summary>
    public required IReadOnlyList<int> NegativeRows { get; init; }

    /// <summary>Rows in which the flow is missing.</summary>
    public required int MissingFlows { get; init; }

    /// <summary>Data rows that share unit and period with an earlier row.</summary>
    public required IReadOnlyList<int> DuplicateRows { get; init; }

    /// <summary>Values of the unit that are no economy but a sum over them: World.</summary>
    public required IReadOnlyList<string> Aggregates { get; init; }

    /// <summary>Rows in which an economy trades with itself.</summary>
    public required int SelfRows { get; init; }

    /// <summary>The guess of a column.</summary>
    /// <param name="name">The column.</param>
    public ColumnGuess this[string name] => Columns.First(c => c.Name == name);

    /// <summary>Whether units are pairs of two columns.</summary>
    public bool IsTwoSided => Unit.Count == 2;

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the user says of it.</param>
    /// <exception cref="DataUnfitException"><c>wide-file</c>, <c>no-flow-column</c>, <c>no-unit-column</c>, <c>flow-not-numbers</c>, and those of the reader.</exception>
    /// <exception cref="UsageException"><c>unknown-column</c>: the options name a column that is not there.</exception>
    public static PanelGuess OfFile(string path, PanelGuessOptions? options = null)
    {
        CsvFormatGuess format = CsvFormatGuess.OfFile(path);
        return Of(CsvPanelReader.ReadFile(path, format.Options), format, options);
    }

    /// <summary>Looks at a panel that has been read.</summary>
    /// <param name="panel">Its rows and columns.</param>
    /// <param name="format">How they were read.</param>
    /// <param name="options">What the user says of it.</param>
    /// <inheritdoc cref="OfFile" path="/exception"/>
    public static PanelGuess Of(TradePanel panel, CsvFormatGuess format, PanelGuessOptions? options = null) =>
        new PanelGuesser(panel, format, options ?? new PanelGuessOptions()).Guess();
}
