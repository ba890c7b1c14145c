using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Potential;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>A whole study in numbers and words: what tables, charts and JSON are made of. It knows of no format.</summary>
public sealed record StudyResult
{
    /// <summary>The study's title.</summary>
    public required string Title { get; init; }

    /// <summary>The title in JSON, which is the same in every language: the English one where the study gives several.</summary>
    public required string EnglishTitle { get; init; }

    /// <summary><c>en</c> or <c>zh</c>, for tables and charts.</summary>
    public required string Language { get; init; }

    /// <summary>Full path of the study file.</summary>
    public required string StudyFile { get; init; }

    /// <summary>The estimation sample: the rows the headline was fitted on, all columns of the data.</summary>
    public required PanelDescription Description { get; init; }

    /// <summary>What each join matched, in the order of the study file.</summary>
    public required IReadOnlyList<JoinReport> Joins { get; init; }

    /// <summary>The models in the order of the study file (those asked for).</summary>
    public required IReadOnlyList<NamedFit> Models { get; init; }

    /// <summary>The tests in the order of the study file, or the default ones.</summary>
    public required IReadOnlyList<StudyTest> Tests { get; init; }

    /// <summary>Comparisons of rivals, neither a special case of the other, in the order of the study file.</summary>
    public IReadOnlyList<NonNestedTest> NonNestedTests { get; init; } = [];

    /// <summary>Diagnostics of the headline; null where it is no frontier with a likelihood or has not converged.</summary>
    public DiagnosticResult? Diagnostics { get; init; }

    /// <summary>Diagnostics of the further models and robustness columns that the study names, in its order; models without a likelihood or a maximum are left out.</summary>
    public IReadOnlyList<StudyDiagnostics> FurtherDiagnostics { get; init; } = [];

    /// <summary>What the data can tell apart, shown before the estimates.</summary>
    public required StudyIdentification Identification { get; init; }

    /// <summary>Name of the headline model, one of <see cref="Models"/>.</summary>
    public required string Headline { get; init; }

    /// <summary>The column of the flow whose potential is computed; null when the left side of the headline is no logarithm of one.</summary>
    public string? Trade { get; init; }

    /// <summary>Efficiencies of the headline; null when no model asked for has inefficiency.</summary>
    public EfficiencyResult? Efficiency { get; init; }

    /// <summary>Potential of the headline; null without efficiencies.</summary>
    public PotentialResult? Potential { get; init; }

    /// <summary>Actual over predicted trade by class; null without efficiencies.</summary>
    public StudyClasses? Classes { get; init; }

    /// <summary>Potential by several methods side by side, in sample; null with fewer than two methods.</summary>
    public MethodComparison? Methods { get; init; }

    /// <summary>The same for the rows that the study holds out; null where it holds none out.</summary>
    public MethodComparison? HeldOutMethods { get; init; }

    /// <summary>Effects of determinants on E[u] and V[u], one entry for each model with determinants, in the order of the models.</summary>
    public IReadOnlyList<StudyMarginalEffects> MarginalEffects { get; init; } = [];

    /// <summary>The robustness columns, to be shown beside the headline.</summary>
    public IReadOnlyList<NamedFit> Robustness { get; init; } = [];

    /// <summary>What the numbers allow to be said, in plain sentences.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Names of units and columns for readers.</summary>
    public required StudyLabels Labels { get; init; }

    /// <summary>What a reader must know: warnings of all fits, of potential and of the data, each once.</summary>
    public IReadOnlyList<StudyWarning> Warnings { get; init; } = [];

    /// <summary>Where the numbers come from.</summary>
    public required StudyProvenance Provenance { get; init; }

    /// <summary>What is to be written.</summary>
    public required StudyOutput Output { get; init; }

    /// <summary>The headline's fit.</summary>
    public NamedFit HeadlineFit => Models.First(m => m.Name == Headline);

    /// <summary>True when every model and robustness column converged.</summary>
    public bool Converged => Models.Concat(Robustness).All(m => m.Converged);
}

/// <summary>A model of the study with its estimates.</summary>
/// <param name="Name">Its name in the study file.</param>
/// <param name="Fit">Request, rows and estimates.</param>
/// <param name="Efficiency">Efficiencies at the potential's level; null for models without inefficiency.</param>
public sealed record NamedFit(string Name, ModelFit Fit, EfficiencyResult? Efficiency)
{
    /// <summary>The name in every language, of a variant that the study does not name itself; null for names of the study file.</summary>
    public Phrase? NamePhrase { get; init; }

    /// <summary>For robustness columns: the model it was changed from; null for models.</summary>
    public string? From { get; init; }

    /// <summary>For robustness columns: the keys that were changed with their new values, e.g. <c>where: year != 2015</c>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The estimates.</summary>
    public FitResult Result => Fit.Result;

    /// <summary>
    /// False when the climb ended without a maximum, on a ridge too: the numbers are where it stopped.
    /// </summary>
    public bool Converged => Result.Converged;
}

/// <summary>Which statistic a test of a study has.</summary>
public enum StudyTestKind
{
    /// <summary>2(ℓ_unrestricted − ℓ_restricted).</summary>
    LikelihoodRatio,

    /// <summary>A quadratic form in the estimates that the restriction sets to zero, for fits whose covariance allows for what their likelihood does not.</summary>
    Wald,

    /// <summary>A quadratic form in the difference of a consistent and an efficient estimate.</summary>
    Hausman,
}

/// <summary>One row of the table of tests.</summary>
/// <param name="Name">Its name in the study file.</param>
/// <param name="Statistic">The statistic of <see cref="Kind"/>; NaN where the test cannot be made, which <see cref="Note"/> explains.</param>
/// <param name="DegreesOfFreedom">One number, or those of a mixture, e.g. 1 and 2 for ½χ²(1) + ½χ²(2); empty where there is no test.</param>
/// <param name="P">P(reference ≥ statistic).</param>
/// <param name="Reference">The law in words: <c>χ²(1)</c>, <c>½χ²(1) + ½χ²(2)</c>; empty where there is no test.</param>
/// <param name="Restricted">Name of the restricted model, e.g. <c>time-varying without landlocked</c>.</param>
/// <param name="Unrestricted">Name of the unrestricted model.</param>
/// <param name="RestrictedLogLik">ℓ of the restricted model; NaN where it was not fitted.</param>
/// <param name="UnrestrictedLogLik">ℓ of the unrestricted model.</param>
public sealed record StudyTest(
    string Name, double Statistic, IReadOnlyList<int> DegreesOfFreedom, double P, string Reference,
    string Restricted, string Unrestricted, double RestrictedLogLik, double UnrestrictedLogLik)
{
    /// <summary>Which statistic it is.</summary>
    public StudyTestKind Kind { get; init; }

    /// <summary>What a reader must know, in sentences; null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The sentences of <see cref="Note"/> in every language; empty where there is none, or it is given in English only.</summary>
    public IReadOnlyList<Phrase> NotePhrases { get; init; } = [];

    /// <summary>The name in every language, of tests that the study leaves to the defaults; null for names of the study file.</summary>
    public Phrase? NamePhrase { get; init; }

    /// <summary>The unrestricted model in every language, where it is a variant that the study does not name itself; null otherwise.</summary>
    public Phrase? UnrestrictedPhrase { get; init; }

    /// <summary>The unrestricted model in a language: a name of the study file as it is.</summary>
    /// <param name="words">The language.</param>
    public string UnrestrictedIn(Words words) => UnrestrictedPhrase?.In(words) ?? Unrestricted;

    /// <summary>The name in a language: that of the study file as it is.</summary>
    /// <param name="words">The language.</param>
    public string NameIn(Words words) => NamePhrase?.In(words) ?? Name;

    /// <summary>The note in a language, English where there is no other; null when there is none.</summary>
    /// <param name="words">The language.</param>
    public string? NoteIn(Words words) => NotePhrases.Count > 0 ? words.Paragraph(NotePhrases.Select(note => note.In(words))) : Note;

    /// <summary>Parametric-bootstrap p-value, for tests of no inefficiency of models with <c>test-replications</c>.</summary>
    public double? BootstrapP { get; init; }
}

/// <summary>A sentence that the numbers of this study support.</summary>
/// <param name="Code">Stable, kebab case, e.g. <c>eta-sign-changes</c>.</param>
/// <param name="Sentence">The sentence, English, with its numbers.</param>
/// <param name="Values">The numbers in the sentence by name, for other languages and machines.</param>
public sealed record Finding(string Code, string Sentence, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>A finding that speaks every language.</summary>
    /// <param name="code">Stable, kebab case.</param>
    /// <param name="sentence">The sentence with its numbers.</param>
    /// <param name="values">The numbers by name.</param>
    public Finding(string code, Phrase sentence, IReadOnlyDictionary<string, double> values)
        : this(code, sentence.ToString(), values) => Phrase = sentence;

    /// <summary>The sentence in every language; null where it is given in English only.</summary>
    public Phrase? Phrase { get; }

    /// <summary>The sentence in a language, English where there is no other.</summary>
    /// <param name="words">The language.</param>
    public string SentenceIn(Words words) => Phrase?.In(words) ?? Sentence;
}

/// <summary>A warning with its place in the study.</summary>
/// <param name="Source">Name of the model, <c>potential</c>, <c>data</c> or <c>robustness</c>.</param>
/// <param name="Code">Code of the warning catalogue, or of the data: <c>notice</c>, <c>left-out</c>.</param>
/// <param name="Message">The sentence with its numbers.</param>
public sealed record StudyWarning(string Source, string Code, string Message)
{
    /// <summary>A warning that speaks every language.</summary>
    /// <param name="source">Name of the model, <c>potential</c>, <c>data</c> or <c>robustness</c>.</param>
    /// <param name="code">Its code.</param>
    /// <param name="message">The sentence with its numbers.</param>
    public StudyWarning(string source, string code, Phrase message)
        : this(source, code, message.ToString()) => MessagePhrase = message;

    /// <summary>The sentence in every language; null where it is given in English only.</summary>
    public Phrase? MessagePhrase { get; }

    /// <summary>The sentence in a language, English where there is no other.</summary>
    /// <param name="words">The language.</param>
    public string MessageIn(Words words) => MessagePhrase?.In(words) ?? Message;
}

/// <summary>Diagnostics of a model beside the headline.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Result">Its diagnostics.</param>
public sealed record StudyDiagnostics(string Model, DiagnosticResult Result);

/// <summary>Marginal effects of a model with determinants of inefficiency.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Effects">One entry a determinant.</param>
public sealed record StudyMarginalEffects(string Model, IReadOnlyList<MarginalEffect> Effects);

/// <summary>Actual over predicted trade of every row, and the classes.</summary>
/// <param name="Classification">Classes, ratios and class of each row, in the order of <see cref="Rows"/>.</param>
/// <param name="Base">What predicts: name of the regression, <c>ols</c> when it was fitted for this purpose, or <c>te</c>.</param>
/// <param name="Rows">One entry a row of the base's sample.</param>
/// <param name="Units">Sums of actual and predicted trade by unit, with the class of their ratio; empty for <c>te</c> and without units.</param>
public sealed record StudyClasses(
    TradeClassification Classification, string Base, IReadOnlyList<ClassifiedRow> Rows, IReadOnlyList<ClassifiedUnit> Units);

/// <summary>Class of one row.</summary>
/// <param name="Row">1-based data row of the input file.</param>
/// <param name="Unit">Unit; null without.</param>
/// <param name="Time">Period; null without.</param>
/// <param name="Actual">The flow; NaN for the base <c>te</c>.</param>
/// <param name="Predicted">exp(x'b + effects): a median for regressions of logarithms, a mean for those of the flow itself; NaN for the base <c>te</c>.</param>
/// <param name="Ratio">Actual over predicted, or te.</param>
/// <param name="Class">Position in the classification's classes; −1 without a ratio.</param>
public sealed record ClassifiedRow(int Row, string? Unit, int? Time, double Actual, double Predicted, double Ratio, int Class);

/// <summary>Class of a unit over all its rows.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Actual">Σ actual.</param>
/// <param name="Predicted">Σ predicted.</param>
/// <param name="Ratio">Σ actual/Σ predicted.</param>
/// <param name="Class">Position in the classification's classes.</param>
public sealed record ClassifiedUnit(string Unit, double Actual, double Predicted, double Ratio, int Class);

/// <summary>How a column is presented.</summary>
/// <param name="Label">For readers; the column's name where the study gives none.</param>
/// <param name="Unit">Unit of measurement; empty where not given.</param>
/// <param name="Source">Where the column comes from; empty where not given.</param>
/// <param name="Expected">Expected sign, <c>+</c>, <c>-</c>, <c>+/-</c>; empty where none is.</param>
public sealed record ColumnLabel(string Label, string Unit, string Source, string Expected);

/// <summary>Names of units and columns for readers.</summary>
/// <param name="Units">From unit key (<c>POL</c>) to label (<c>Poland</c>); the key itself where there is no label.</param>
/// <param name="Columns">From column name to its presentation, for the columns the study describes, in its order.</param>
public sealed record StudyLabels(IReadOnlyDictionary<string, string> Units, IReadOnlyDictionary<string, ColumnLabel> Columns)
{
    /// <summary>The units that the study tells from the others; null where it names none.</summary>
    public HighlightedUnits? Highlight { get; init; }

    /// <summary>The label of a unit, its key without one.</summary>
    public string Unit(string key) => Units.TryGetValue(key, out string? label) ? label : key;

    /// <summary>The label of a column, its name without one.</summary>
    public string Column(string name) => Columns.TryGetValue(name, out ColumnLabel? label) ? label.Label : name;
}

/// <summary>Units that a study tells from the others.</summary>
/// <param name="Label">What they are called.</param>
/// <param name="Units">Their keys, in the order of the panel.</param>
public sealed record HighlightedUnits(string Label, IReadOnlyList<string> Units);

/// <summary>Where the numbers of a study come from.</summary>
/// <param name="Version">Version of the software.</param>
/// <param name="StudySha256">SHA-256 of the study file.</param>
/// <param name="Data">Every data file with its SHA-256, the joined ones after the first.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Threads">Threads used; no number depends on it.</param>
/// <param name="Started">When the run began; null without a clock.</param>
/// <param name="Seconds">Wall time; null without a clock.</param>
public sealed record StudyProvenance(
    string Version, string StudySha256, IReadOnlyList<PanelSource> Data, long Seed, int Threads, DateTimeOffset? Started, double? Seconds);

/// <summary>What a study writes.</summary>
/// <param name="Folder">Output folder, relative to the study file unless absolute. Default <c>results</c>.</param>
/// <param name="Tables">Any of <see cref="TableStyleNames.Formats"/>. Default text, Markdown, CSV and LaTeX; the page of the whole report holds every table.</param>
/// <param name="Charts">Any of <c>png</c>, <c>svg</c>. Default both.</param>
public sealed record StudyOutput(string Folder, IReadOnlyList<string> Tables, IReadOnlyList<string> Charts)
{
    /// <summary>How regression tables look.</summary>
    public StudyTableStyle Style { get; init; } = new();

    /// <summary>All tables and charts into <c>results</c>.</summary>
    public static StudyOutput Default { get; } = new("results", ["text", "markdown", "csv", "latex"], ["png", "svg"]);
}
