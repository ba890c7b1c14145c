using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Studies;

/// <summary>The parts of a study's report, in the order in which a paper's reader wants them.</summary>
internal sealed class StudySections
{
    private readonly StudyResult study;
    private readonly ReportLabels labels;
    private readonly Words words;
    private readonly RegressionTableStyle style;

    public StudySections(StudyResult study)
    {
        this.study = study;
        labels = StudyWords.Labels(study);
        words = labels.Words;
        style = RegressionTableStyle.Of(study.Output.Style);
    }

    /// <summary>The whole report.</summary>
    public IReadOnlyList<ReportSection> All() =>
        [.. ((ReportSection[])[
            Findings() with { Key = "findings" }, Asked() with { Key = "asked" }, Sample() with { Key = "sample" },
            Identification() with { Key = "identification" }, Models() with { Key = "models" }, Tests() with { Key = "tests" }, Diagnostics() with { Key = "diagnostics" }, Paths() with { Key = "paths" },
            Determinants() with { Key = "determinants" }, Efficiency() with { Key = "efficiency" }, Potential() with { Key = "potential" },
            Classes() with { Key = "classes" }, Methods() with { Key = "methods" }, Robustness() with { Key = "robustness" }, Charts() with { Key = "charts" },
            Warnings() with { Key = "warnings" }, Provenance() with { Key = "provenance" },
        ]).Where(section => !section.IsEmpty)];

    /// <summary>What a terminal shows: the same tables, without the long ones.</summary>
    public IReadOnlyList<ReportSection> Console() =>
        [.. ((ReportSection[])[
            Findings(), Sample() with { Tables = [.. Sample().Tables.Where(t => t.Key is "structure" or "sample" or "statistics").Select(t => Without(t, "measure", "q1", "median", "q3"))] },
            Identification() with { Tables = [.. Identification().Tables.Where(t => t.Key is "variation" or "skewness")] },
            Models(), Tests(), Diagnostics() with { Tables = [.. Diagnostics().Tables.Where(t => !t.Key.StartsWith("influence-rows", StringComparison.Ordinal))] }, Determinants() with { Tables = [.. Determinants().Tables.Where(t => t.Key != "one-step")] },
            Efficiency() with { Tables = [.. Efficiency().Tables.Where(t => t.Key is "efficiency-matrix" or "highlighted-units").Select(t => LongTable.Shortened(t, labels))] },
            ConsolePotential(), ConsoleMethods(), Robustness(), Warnings(), Provenance(),
        ]).Where(section => section.Sentences.Count > 0 || section.Tables.Count > 0)];

    private ReportSection Findings() => new(words["section.findings"]) { Sentences = [.. study.Findings.Select(f => f.SentenceIn(words))] };

    private ReportSection Asked()
    {
        NamedFit[] all = [.. study.Models, .. study.Robustness];
        var table = new ReportTable(
            "asked", words["asked.title"],
            [
                ReportColumn.Words(words["asked.name"], "name"), ReportColumn.Words(words["table.model"], "model"),
                ReportColumn.Words(words["table.law-of-u"], "law"), ReportColumn.Words(words["table.standard-errors"], "vce"),
                ReportColumn.Words(words["asked.changed"], "changed"),
            ],
            [
                .. all.Select(m => ReportRow.Of(
                    m.Name == study.Headline && m.From is null ? words.Say("asked.headline", ("name", m.Name)) : m.Name, m.Result.Model,
                    m.Result.Law is { } law ? ResultWords.Law(law, words) : "", ModelCatalog.VceOf(m.Fit.Request), m.From is null ? "" : Changed(m))
                    with { Group = words[m.From is null ? "section.models" : "section.robustness"] }),
            ])
        {
            Words = words,
            Notes =
            [
                .. study.Models.GroupBy(m => m.Fit.Request.Formula).Select(g =>
                    words.Say("words.colon", ("what", (string[])[.. g.Select(m => m.Name)]), ("text", g.Key + words["sentence.end"]))),
                .. all.SelectMany(Indices),
            ],
        };
        return new ReportSection(words["section.asked"]) { Tables = [table] };
    }

    private string Changed(NamedFit fit) =>
        words.Say("asked.change", ("from", fit.From!), ("keys", (string[])[.. fit.Changes.Select(c => c.Split(':', 2)[0]).Distinct()]));

    private IEnumerable<string> Indices(NamedFit fit)
    {
        ModelRequest request = fit.Fit.Request;
        string Said(string key, string index) => words.Say(key, ("model", fit.Name), ("index", index));
        if (request.Inefficiency is { } z) yield return Said("asked.determinants", z);
        if (request.MeanU is { } mean) yield return Said("asked.mean", mean);
        if (request.SigmaU is { } u) yield return Said("asked.scale", u);
        if (request.SigmaV is { } v) yield return Said("asked.noise", v);
        if (fit.Changes.Count > 0)
            yield return words.Say("asked.changes", ("model", fit.Name), ("from", fit.From!), ("changes", string.Join(words["list.semicolon"], fit.Changes)));
    }

    private ReportSection Sample()
    {
        IReadOnlyList<string> used = StudyWords.UsedColumns(study);
        return new ReportSection(words["section.sample"])
        {
            Sentences =
            [
                .. study.Joins.Select(j => words.Say(
                    "study.joined", ("table", j.Table), ("keys", j.Keys), ("matched", words.Count(j.MatchedRows, "row")),
                    ("unmatched", words.Count(j.UnmatchedRows.Count, "row")), ("unused", words.Count(j.UnusedRows.Count, "row")), ("count", j.UnusedRows.Count))),
            ],
            Tables = [.. VariableTables.Of(study, labels), .. DescriptionTables.Of(study.Description, labels, used.Count == 0 ? null : used)],
        };
    }

    private ReportSection Identification() => new(words["section.identification"])
    {
        Tables = IdentificationTables.Of(study.Identification, labels),
    };

    private ReportSection Models() => new(words["section.models"])
    {
        Tables = [CompareTables.Of(Columns(study.Models), labels, "models", words.Say("study.estimates", ("response", labels.Term(study.HeadlineFit.Result.Response))), style)],
    };

    private ReportSection Tests() => new(words["section.tests"])
    {
        Tables =
        [
            .. study.Tests.Count == 0 ? (ReportTable[])[] : [TestTables.Of(study.Tests, labels: labels)],
            .. study.NonNestedTests.Count == 0 ? (ReportTable[])[] : [RivalTables.Of(study.NonNestedTests, labels)],
        ],
    };

    private ReportSection Diagnostics() => new(words["section.diagnostics"])
    {
        Tables =
        [
            .. study.Diagnostics is { } result ? DiagnosticTables.Of(result, study.Headline, labels) : [],
            .. study.FurtherDiagnostics.SelectMany(d => DiagnosticTables.Of(d.Result, d.Model, labels, "-" + FileName(d.Model))),
        ],
    };

    /// <summary>Inefficiency constant over time against inefficiency that changes, where the study has both.</summary>
    private ReportSection Paths()
    {
        NamedFit[] panel = [.. study.Models.Where(m => m.Result.Model == "pitt-lee" || m.Result.Parameters.Any(p => p.Block == BlockNames.Time))];
        bool both = panel.Any(m => m.Result.Model == "pitt-lee") && panel.Any(m => m.Result.Model != "pitt-lee");
        return new ReportSection(words["section.paths"])
        {
            Tables = both ? [CompareTables.Of(Columns(panel), labels, "time-path", words["study.time-path"], style)] : [],
        };
    }

    private ReportSection Determinants()
    {
        NamedFit[] models = [.. study.Models.Where(m => study.MarginalEffects.Any(e => e.Model == m.Name))];
        if (models.Length == 0) return new ReportSection(words["section.determinants"]);
        return new ReportSection(words["section.determinants"])
        {
            Tables =
            [
                CompareTables.Of(Columns(models), labels, "one-step", words["study.one-step"], style),
                .. study.MarginalEffects.Select(e => MarginalEffectTables.Of(
                    e.Effects, labels, study.Models.First(m => m.Name == e.Model).Result.DegreesOfFreedom,
                    study.MarginalEffects.Count == 1 ? "marginal-effects" : "marginal-effects-" + FileName(e.Model),
                    words.Say("words.colon", ("what", words["effects.title"]), ("text", e.Model)))),
            ],
        };
    }

    private ReportSection Efficiency()
    {
        if (study.Efficiency is not { } efficiency) return new ReportSection(words["section.efficiency"]);
        var tables = new List<ReportTable>();
        if (HighlightTables.Of(efficiency, study.Potential, labels) is { } highlighted) tables.Add(highlighted);
        if (efficiency.Grid is not null) tables.Add(EfficiencyTables.Matrix(efficiency, labels));
        if (efficiency.Units.Count > 0) tables.Add(EfficiencyTables.Ranking(efficiency, EfficiencyTables.SharesInefficiency(study.HeadlineFit.Result), labels));
        if (efficiency.Periods.Count > 0) tables.Add(EfficiencyTables.ByPeriod(efficiency, labels));
        return new ReportSection(words["section.efficiency"])
        {
            Sentences = [words.Say("study.from", ("model", StudyWords.Model(study.HeadlineFit.Result, study.Headline, words)))],
            Tables = tables,
            Files = [EfficiencyTables.Rows(efficiency, labels)],
        };
    }

    private ReportSection Potential()
    {
        if (study.Potential is not { } potential) return new ReportSection(words["section.potential"]);
        PotentialTotals? all = PotentialTables.OverallTotal(potential);
        var tables = potential.Totals.Where(t => t != all).Select(t => PotentialTables.Totals(potential, t, labels, all)).ToList();
        if (tables.Count == 0 && all is not null) tables.Add(PotentialTables.Totals(potential, all, labels));
        if (study.Efficiency?.Grid is not null)
        {
            tables.Add(PotentialTables.Matrix(potential, PotentialQuantity.Expected, labels));
            tables.Add(PotentialTables.Matrix(potential, PotentialQuantity.Room, labels));
        }
        return new ReportSection(words["section.potential-room"]) { Tables = Distinct(tables), Files = [PotentialTables.Rows(potential, labels)] };
    }

    private ReportSection ConsolePotential()
    {
        if (study.Potential is not { } potential) return new ReportSection(words["section.potential"]);
        PotentialTotals? totals = PotentialTables.UnitTotals(potential) ?? (potential.Totals.Count > 0 ? potential.Totals[0] : null);
        return new ReportSection(words["section.potential-room"])
        {
            Tables = totals is null ? [] : [LongTable.Shortened(PotentialTables.Totals(potential, totals, labels, PotentialTables.OverallTotal(potential), concise: true), labels)],
        };
    }

    private ReportSection Classes() => new(words["section.classes"])
    {
        Tables = study.Classes is not { } classes ? []
            : classes.Units.Count == 0 ? [ClassTables.Counts(classes.Classification, classes.Base, words)]
            : [ClassTables.Counts(classes.Classification, classes.Base, words), ClassTables.ByUnit(classes, labels)],
    };

    private ReportSection Methods()
    {
        MethodComparison[] all = [.. ((MethodComparison?[])[study.Methods, study.HeldOutMethods]).OfType<MethodComparison>()];
        return new ReportSection(words["section.methods"])
        {
            Tables = [.. all.SelectMany(c => MethodTables.Of(c, labels))],
            Files = [.. all.Select(c => MethodTables.Rows(c, labels))],
        };
    }

    private ReportSection ConsoleMethods() => Methods() with
    {
        Tables = [.. Methods().Tables.Where(t => !t.Key.StartsWith("classes-by", StringComparison.Ordinal)).Select(t => LongTable.Shortened(t, labels))],
    };

    private ReportSection Robustness() => new(words["section.robustness"])
    {
        Tables = study.Robustness.Count == 0 ? []
            : [CompareTables.Of(Columns([study.HeadlineFit, .. study.Robustness]), labels, "robustness", words.Say("study.robustness", ("model", study.Headline)), style)],
    };

    private ReportSection Charts() => new(words["section.charts"]) { Charts = study.Efficiency is null ? [] : PlotKinds.All(PlotInput.Of(study)) };

    private ReportSection Warnings() => new(words["section.warnings"])
    {
        Sentences =
        [
            .. study.Warnings.GroupBy(w => (w.Code, w.Message)).Select(g => words.Say(
                "study.warning", ("sources", (string[])[.. g.Select(w => SourceName(w.Source)).Distinct()]), ("code", g.Key.Code),
                ("text", words.Paragraph([g.First().MessageIn(words), .. Remedy(g.Key.Code, g.Key.Message)])))),
        ],
    };

    /// <summary>What a warning is about: a model as it is named, or a part of the study.</summary>
    private string SourceName(string source) => study.Models.Concat(study.Robustness).Any(m => m.Name == source) ? source : source switch
    {
        "data" => words["study.source-data"],
        "potential" => words["study.source-potential"],
        _ => source,
    };

    private IEnumerable<string> Remedy(string code, string message) =>
        WarningCatalog.Find(code) is { } kind && !message.Contains(kind.Remedy, StringComparison.Ordinal) ? [kind.RemedyIn(words)] : [];

    private ReportSection Provenance()
    {
        StudyProvenance p = study.Provenance;
        var rows = new List<ReportRow>
        {
            ReportRow.Of(words["provenance.version"], p.Version),
            ReportRow.Of($"{Path.GetFileName(study.StudyFile)}, SHA-256", p.StudySha256),
        };
        rows.AddRange(p.Data.Select(d => ReportRow.Of($"{d.Name}, SHA-256", d.Sha256)));
        rows.Add(ReportRow.Of(words["provenance.seed"], Whole(p.Seed)));
        rows.Add(ReportRow.Of(words["provenance.threads"], Whole(p.Threads)));
        if (p.Started is { } started)
            rows.Add(ReportRow.Of(words["provenance.started"], started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture)));
        if (p.Seconds is { } seconds)
            rows.Add(ReportRow.Of(words["provenance.seconds"], Cell.Number(seconds, NumberFormat.Fixed(2))));
        return new ReportSection(words["section.provenance"])
        {
            Tables =
            [
                new ReportTable(
                    "provenance", words["provenance.title"], [ReportColumn.Words(words["table.item"], "item"), ReportColumn.Words(words["table.value"], "value")], rows)
                {
                    Words = words,
                },
            ],
        };
    }

    private static ModelColumn[] Columns(IEnumerable<NamedFit> fits) => [.. fits.Select(f => new ModelColumn(f.Name, f.Result))];

    private static Cell Whole(long value) => Cell.Number(value, NumberFormat.Whole(thousands: false));

    /// <summary>Tables of different keys: a grouping named twice in the study file is one table.</summary>
    private static ReportTable[] Distinct(IEnumerable<ReportTable> tables) => [.. tables.DistinctBy(t => t.Key)];

    /// <summary>The table without the columns of these keys.</summary>
    private static ReportTable Without(ReportTable table, params string[] keys)
    {
        int[] kept = [.. Enumerable.Range(0, table.Columns.Count).Where(j => !keys.Contains(table.Columns[j].Key))];
        return new ReportTable(
            table.Key, table.Title, [.. kept.Select(j => table.Columns[j])],
            [.. table.Rows.Select(r => r with { Cells = [.. kept.Select(j => r.Cells[j])] })])
        {
            Words = table.Words,
            Notes = table.Notes,
            Stars = table.Stars,
            Estimates = table.Estimates,
            StubColumns = table.StubColumns,
        };
    }

    /// <summary>A name as part of a file name.</summary>
    internal static string FileName(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));
}
