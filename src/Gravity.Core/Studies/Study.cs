using Gravity.Core.Estimation;
using Gravity.Core.Regression;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>A study as its file states it: words and numbers, not yet bound to data. Made by <see cref="StudyFile"/>.</summary>
public sealed record Study
{
    /// <summary>Full path of the study file.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the study file's bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The title; the file's name where it gives none.</summary>
    public required string Title { get; init; }

    /// <summary>The title in JSON, which is the same in every language: the English one where the study gives several.</summary>
    public required string EnglishTitle { get; init; }

    /// <summary><c>en</c> or <c>zh</c>. Default <c>en</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Seed of everything random. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The data.</summary>
    public required StudyData Data { get; init; }

    /// <summary>The flow whose potential is computed; null for the flow on the left side of the headline.</summary>
    public Located<string>? Trade { get; init; }

    /// <summary>The models, in the order of the file.</summary>
    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>Name of the headline model; null for the default: the first bc92, else the last frontier, else the first model.</summary>
    public string? Headline { get; init; }

    /// <summary>The tests; null for the default ones.</summary>
    public IReadOnlyList<StudyTestRequest>? Tests { get; init; }

    /// <summary>The robustness columns; null for the default ones.</summary>
    public IReadOnlyList<StudyModel>? Robustness { get; init; }

    /// <summary>Replications of the bootstrap of the goodness of fit, 0 for none. Default 99.</summary>
    public int DiagnosticReplications { get; init; } = 99;

    /// <summary>Units and rows that are left out and fitted anew, the most influential first. Default 5.</summary>
    public int DiagnosticRefits { get; init; } = 5;

    /// <summary>Models and robustness columns beside the headline of which diagnostics are made too. Default none.</summary>
    public IReadOnlyList<Located<string>> DiagnosticModels { get; init; } = [];

    /// <summary>Units to be told from the others in tables, charts and findings; null for none.</summary>
    public StudyHighlight? Highlight { get; init; }

    /// <summary>How potential is computed.</summary>
    public StudyPotential Potential { get; init; } = new();

    /// <summary>What is written.</summary>
    public StudyOutput Output { get; init; } = StudyOutput.Default;

    /// <summary>The file's name, for messages.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);
}

/// <summary>A value and where it stands in the study file.</summary>
/// <param name="Value">The value.</param>
/// <param name="Line">Line from 1; 0 where the file does not state it (defaults).</param>
/// <param name="Column">Column from 1.</param>
public sealed record Located<T>(T Value, int Line, int Column);

/// <summary>The data of a study: main table, joined tables, index, filter, derived columns.</summary>
/// <remarks>
/// Order: read, join, index by unit and period, derive, filter, multilateral terms. Derived columns thus see all rows of the file (for lags),
/// multilateral terms the partners of the sample.
/// </remarks>
public sealed record StudyData
{
    /// <summary>The main table, a full path.</summary>
    public required Located<string> File { get; init; }

    /// <summary>Further tables, left joins in this order.</summary>
    public IReadOnlyList<StudyJoin> Join { get; init; } = [];

    /// <summary>One unit column, or exporter and importer; empty for none.</summary>
    public IReadOnlyList<Located<string>> Unit { get; init; } = [];

    /// <summary>The column of periods; null for none.</summary>
    public Located<string>? Time { get; init; }

    /// <summary>The column that names units for readers; null for none.</summary>
    public Located<string>? Label { get; init; }

    /// <summary>The row filter; null for none.</summary>
    public Located<string>? Where { get; init; }

    /// <summary>Texts that mean a missing cell.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether the decimal mark is a comma.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>The separator of fields; null to find it.</summary>
    public char? Separator { get; init; }

    /// <summary>What separates thousands; null for nothing.</summary>
    public char? Thousands { get; init; }

    /// <summary>Name of the encoding; null for UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>How the files are read.</summary>
    internal Gravity.Core.Data.CsvOptions Reading => new()
    {
        Separator = Separator,
        DecimalComma = DecimalComma,
        Thousands = Thousands,
        MissingCodes = Missing,
        Encoding = Encoding is null ? null : Gravity.Core.Data.TextEncodings.Find(Encoding),
    };

    /// <summary>Derived columns: name and expression, in order.</summary>
    public IReadOnlyList<(string Name, Located<string> Expression)> Derive { get; init; } = [];

    /// <summary>Multilateral terms, in order.</summary>
    public IReadOnlyList<MultilateralTerm> Multilateral { get; init; } = [];

    /// <summary>How columns are presented, in order.</summary>
    public IReadOnlyList<(Located<string> Name, ColumnLabel Label)> Columns { get; init; } = [];
}

/// <summary>A table to join.</summary>
/// <param name="File">A full path.</param>
/// <param name="On">Key columns, in both tables.</param>
public sealed record StudyJoin(Located<string> File, IReadOnlyList<Located<string>> On);

/// <summary>Which multilateral term.</summary>
public enum MultilateralKind
{
    /// <summary>Mass-weighted distance of each partner of a home economy to the others, by coordinates (keys latitude, longitude, mass, home).</summary>
    Remoteness,

    /// <summary>Mass-weighted distance of the exporter or the importer in a panel of pairs (keys distance, side, exporter-mass, importer-mass).</summary>
    PairRemoteness,

    /// <summary>First-order resistance of a bilateral variable (keys variable, exporter-mass, importer-mass, adjusted): Baier and Bergstrand (2009).</summary>
    FirstOrder,
}

/// <summary>A column that stands for multilateral resistance.</summary>
/// <param name="Name">Name of the new column.</param>
/// <param name="Kind">Which term.</param>
/// <param name="Columns">From key (<c>latitude</c>, <c>mass</c>, <c>distance</c>, <c>variable</c> …) to column.</param>
public sealed record MultilateralTerm(Located<string> Name, MultilateralKind Kind, IReadOnlyDictionary<string, Located<string>> Columns)
{
    /// <summary>The home economy's latitude and longitude in degrees, its mass being <c>home-mass</c> of the columns; null to leave it out.</summary>
    public (double Latitude, double Longitude)? Home { get; init; }

    /// <summary>For pairs: the importer's side, not the exporter's.</summary>
    public bool ImporterSide { get; init; }

    /// <summary>For the first-order term: the variable net of its resistance, not the resistance.</summary>
    public bool Adjusted { get; init; }
}

/// <summary>A model of a study.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Request">What <c>gravity fit</c> takes; unit and time are those of the data.</param>
/// <param name="Line">Line of its name, from 1; 0 for a default.</param>
/// <param name="Column">Column of its name.</param>
public sealed record StudyModel(string Name, ModelRequest Request, int Line, int Column)
{
    /// <summary>For robustness columns: the model it was changed from.</summary>
    public string? From { get; init; }

    /// <summary>For robustness columns: the changed keys with their values, <c>where: year != 2015</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Where each key's value stands, e.g. of <c>formula</c>.</summary>
    public IReadOnlyDictionary<string, (int Line, int Column)> Marks { get; init; } = new Dictionary<string, (int, int)>();
}

/// <summary>A test of a study: a nested model, a rival model, terms to drop, or a wider law.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The model it is about.</param>
/// <param name="Line">Line of its name, from 1; 0 for a default.</param>
/// <param name="Column">Column of its name.</param>
public sealed record StudyTestRequest(string Name, string Model, int Line, int Column)
{
    /// <summary>A nested model of the study; <c>null</c> for other kinds. With <see cref="LeastSquares"/> none is needed.</summary>
    public string? Against { get; init; }

    /// <summary>A rival model of the study, which is no special case; null for other kinds.</summary>
    public string? NonNested { get; init; }

    /// <summary>Against least squares on the model's own rows and regressors, without a model of the study.</summary>
    public bool LeastSquares { get; init; }

    /// <summary>Terms to drop, as written.</summary>
    public IReadOnlyList<Located<string>> Drop { get; init; } = [];

    /// <summary>The name in every language, of tests that the study leaves to the defaults; null for names of the study file.</summary>
    public Phrase? NamePhrase { get; init; }

    /// <summary>A wider law that contains the model's own: <c>truncated-normal</c> for the half-normal; null for other kinds.</summary>
    public string? Law { get; init; }
}

/// <summary>Units to be told from the others: those with a row of the sample that satisfies a filter.</summary>
/// <param name="Where">The filter.</param>
/// <param name="Label">What they are called, e.g. partners in Central and Eastern Europe; null for the filter itself.</param>
public sealed record StudyHighlight(Located<string> Where, string? Label);

/// <summary>How potential is computed.</summary>
public sealed record StudyPotential
{
    /// <summary>Draws. Default 2000.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>Level of intervals in percent. Default 95.</summary>
    public double Level { get; init; } = 95;

    /// <summary>
    /// Groupings, each one or more columns. Totals by period and over all rows are always there; default by unit.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Located<string>>>? By { get; init; }

    /// <summary>Name of the model that predicts trade for the classes, <c>ols</c> or <c>te</c>. Default <c>ols</c>.</summary>
    public Located<string> ClassBase { get; init; } = new("ols", 0, 0);

    /// <summary>Cuts of the classes. Default 0.8 and 1.2.</summary>
    public IReadOnlyList<double> Cuts { get; init; } = [0.8, 1.2];

    /// <summary>Names of models whose potential stands side by side; null for every regression of the same flow and the headline.</summary>
    public IReadOnlyList<Located<string>>? Methods { get; init; }

    /// <summary>A filter of rows to predict by models fitted without them; null for none.</summary>
    public Located<string>? OutOfSample { get; init; }

    /// <summary>How regressions of logarithms predict flows. Default smearing.</summary>
    public Retransformation Retransformation { get; init; }
}

/// <summary>How a study is run.</summary>
public sealed record StudyOptions
{
    /// <summary>Threads; 0 for one per processor. No number depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>Stands for the study's own seed.</summary>
    public long? Seed { get; init; }

    /// <summary>Names of models and robustness columns to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Called with (what, done, total): steps of the study, then draws and replications within a step; null for silence.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Called with (model, iteration, log-likelihood, measure) while models are climbed; null for silence.</summary>
    public Action<string, int, double, double>? Iteration { get; init; }

    /// <summary>Called with (step, done, total) before each step, in place of <see cref="Progress"/>; null to leave steps to that.</summary>
    public Action<string, int, int>? Step { get; init; }

    /// <summary>Called with (step, seconds) after each step, where there is a clock; null for silence.</summary>
    public Action<string, double>? StepDone { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The clock for times in the provenance and fits; null for none.</summary>
    public TimeProvider? Clock { get; init; }
}
