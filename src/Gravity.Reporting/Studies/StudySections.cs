using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Studies;

/// <summary>The parts of a study's report, in the order in which a paper's reader wants them.</summary>
internal sealed class StudySections
{
    private readonly StudyResult study;
    private readonly ReportLabels labels;

    public StudySections(StudyResult study)
    {
        this.study = study;
        labels = StudyWords.Labels(study);
    }

    /// <summary>The whole report.</summary>
    public IReadOnlyList<ReportSection> All() =>
        [.. ((ReportSection[])[
            Findings() with { Key = "findings" }, Asked() with { Key = "asked" }, Sample() with { Key = "sample" },
            Identification() with { Key = "identification" }, Models() with { Key = "models" }, Tests() with { Key = "tests" }, Paths() with { Key = "paths" },
            Determinants() with { Key = "determinants" }, Efficiency() with { Key = "efficiency" }, Potential() with { Key = "potential" },
            Classes() with { Key = "classes" }, Robustness() with { Key = "robustness" }, Charts() with { Key = "charts" },
            Warnings() with { Key = "warnings" }, Provenance() with { Key = "provenance" },
        ]).Where(section => !section.IsEmpty)];

    /// <summary>What a terminal shows: the same tables, without the long ones.</summary>
    public IReadOnlyList<ReportSection> Console() =>
        [.. ((ReportSection[])[
            Findings(), Sample() with { Tables = [.. Sample().Tables.Where(t => t.Key is "structure" or "sample" or "statistics").Select(t => Without(t, "measure", "q1", "median", "q3"))] },
            Identification() with { Tables = [.. Identification().Tables.Where(t => t.Key is "variation" or "skewness")] },
            Models(), Tests(), Determinants() with { Tables = [.. Determinants().Tables.Where(t => t.Key != "one-step")] },
            Efficiency() with { Tables = [.. Efficiency().Tables.Where(t => t.Key == "efficiency-matrix")] },
            ConsolePotential(), Robustness(), Warnings(), Provenance(),
        ]).Where(section => section.Sentences.Count > 0 || section.Tables.Count > 0)];

    private ReportSection Findings() => new("Findings") { Sentences = [.. study.Findings.Select(f => f.Sentence)] };

    private ReportSection Asked()
    {
        NamedFit[] all = [.. study.Models, .. study.Robustness];
        var table = new ReportTable(
            "asked", "The models asked for",
            [
                ReportColumn.Words("Name", "name"), ReportColumn.Words("Model", "model"), ReportColumn.Words("Law of u", "law"),
                ReportColumn.Words("Standard errors", "vce"), ReportColumn.Words("Changed", "changed"),
            ],
            [
                .. all.Select(m => ReportRow.Of(
                    m.Name + (m.Name == study.Headline && m.From is null ? " (headline)" : ""), m.Result.Model,
                    m.Result.Law is { } law ? ResultWords.Law(law) : "", m.Fit.Request.Vce, m.From is null ? "" : Changed(m))
                    with { Group = m.From is null ? "Models" : "Robustness" }),
            ])
        {
            Notes =
            [
                .. study.Models.GroupBy(m => m.Fit.Request.Formula).Select(g => $"{ResultWords.List([.. g.Select(m => m.Name)])}: {g.Key}."),
                .. all.SelectMany(Indices),
            ],
        };
        return new ReportSection("What was asked") { Tables = [table] };
    }

    private static string Changed(NamedFit fit) =>
        $"{fit.From}, {ResultWords.List([.. fit.Changes.Select(c => c.Split(':', 2)[0]).Distinct()])}";

    private static IEnumerable<string> Indices(NamedFit fit)
    {
        ModelRequest request = fit.Fit.Request;
        if (request.Inefficiency is { } z) yield return $"{fit.Name}, determinants of inefficiency: {z}.";
        if (request.MeanU is { } mean) yield return $"{fit.Name}, index of μ: {mean}.";
        if (request.SigmaU is { } u) yield return $"{fit.Name}, index of ln σ²ᵤ: {u}.";
        if (request.SigmaV is { } v) yield return $"{fit.Name}, index of ln σ²ᵥ: {v}.";
        if (fit.Changes.Count > 0) yield return $"{fit.Name}: {fit.From}, changed: {string.Join("; ", fit.Changes)}.";
    }

    private ReportSection Sample()
    {
        IReadOnlyList<string> used = StudyWords.UsedColumns(study);
        return new ReportSection("Sample")
        {
            Sentences =
            [
                .. study.Joins.Select(j => $"{j.Table} was joined on {ResultWords.List([.. j.Keys])}: {ResultWords.Count(j.MatchedRows, "row")} matched, "
                    + $"{ResultWords.Count(j.UnmatchedRows.Count, "row")} found no partner, {ResultWords.Count(j.UnusedRows.Count, "row")} of {j.Table} {(j.UnusedRows.Count == 1 ? "was" : "were")} not asked for."),
            ],
            Tables = DescriptionTables.Of(study.Description, labels, used.Count == 0 ? null : used),
        };
    }

    private ReportSection Identification() => new("Identification")
    {
        Tables = IdentificationTables.Of(study.Identification, labels),
    };

    private ReportSection Models() => new("Models")
    {
        Tables = [CompareTables.Of(Columns(study.Models), labels, "models", $"Estimates: {labels.Term(study.HeadlineFit.Result.Response)}")],
    };

    private ReportSection Tests() => new("Tests") { Tables = study.Tests.Count == 0 ? [] : [TestTables.Of(study.Tests, labels: labels)] };

    /// <summary>Inefficiency constant over time against inefficiency that changes, where the study has both.</summary>
    private ReportSection Paths()
    {
        NamedFit[] panel = [.. study.Models.Where(m => m.Result.Model == "pitt-lee" || m.Result.Parameters.Any(p => p.Block == BlockNames.Time))];
        bool both = panel.Any(m => m.Result.Model == "pitt-lee") && panel.Any(m => m.Result.Model != "pitt-lee");
        return new ReportSection("Time-invariant and time-varying inefficiency")
        {
            Tables = both ? [CompareTables.Of(Columns(panel), labels, "time-path", "Time-invariant against time-varying inefficiency")] : [],
        };
    }

    private ReportSection Determinants()
    {
        NamedFit[] models = [.. study.Models.Where(m => study.MarginalEffects.Any(e => e.Model == m.Name))];
        if (models.Length == 0) return new ReportSection("Determinants of inefficiency");
        return new ReportSection("Determinants of inefficiency")
        {
            Tables =
            [
                CompareTables.Of(Columns(models), labels, "one-step", "Determinants of inefficiency, estimated in one step with the frontier"),
                .. study.MarginalEffects.Select(e => MarginalEffectTables.Of(
                    e.Effects, labels, study.Models.First(m => m.Name == e.Model).Result.DegreesOfFreedom,
                    study.MarginalEffects.Count == 1 ? "marginal-effects" : "marginal-effects-" + FileName(e.Model),
                    $"Average marginal effects on inefficiency: {e.Model}")),
            ],
        };
    }

    private ReportSection Efficiency()
    {
        if (study.Efficiency is not { } efficiency) return new ReportSection("Trade efficiency");
        var tables = new List<ReportTable>();
        if (efficiency.Grid is not null) tables.Add(EfficiencyTables.Matrix(efficiency, labels));
        if (efficiency.Units.Count > 0) tables.Add(EfficiencyTables.Ranking(efficiency, EfficiencyTables.SharesInefficiency(study.HeadlineFit.Result), labels));
        if (efficiency.Periods.Count > 0) tables.Add(EfficiencyTables.ByPeriod(efficiency, labels));
        return new ReportSection("Trade efficiency")
        {
            Sentences = [$"From {StudyWords.Model(study.HeadlineFit.Result, study.Headline)}."],
            Tables = tables,
            Files = [EfficiencyTables.Rows(efficiency, labels)],
        };
    }

    private ReportSection Potential()
    {
        if (study.Potential is not { } potential) return new ReportSection("Trade potential");
        PotentialTotals? all = PotentialTables.OverallTotal(potential);
        var tables = potential.Totals.Where(t => t != all).Select(t => PotentialTables.Totals(potential, t, labels, all)).ToList();
        if (tables.Count == 0 && all is not null) tables.Add(PotentialTables.Totals(potential, all, labels));
        if (study.Efficiency?.Grid is not null)
        {
            tables.Add(PotentialTables.Matrix(potential, PotentialQuantity.Expected, labels));
            tables.Add(PotentialTables.Matrix(potential, PotentialQuantity.Room, labels));
        }
        return new ReportSection("Trade potential and room for expansion") { Tables = Distinct(tables), Files = [PotentialTables.Rows(potential, labels)] };
    }

    private ReportSection ConsolePotential()
    {
        if (study.Potential is not { } potential) return new ReportSection("Trade potential");
        PotentialTotals? totals = PotentialTables.UnitTotals(potential) ?? (potential.Totals.Count > 0 ? potential.Totals[0] : null);
        return new ReportSection("Trade potential and room for expansion")
        {
            Tables = totals is null ? [] : [PotentialTables.Totals(potential, totals, labels, PotentialTables.OverallTotal(potential), concise: true)],
        };
    }

    private ReportSection Classes() => new("Classes of trade")
    {
        Tables = study.Classes is not { } classes ? []
            : classes.Units.Count == 0 ? [ClassTables.Counts(classes.Classification, classes.Base)]
            : [ClassTables.Counts(classes.Classification, classes.Base), ClassTables.ByUnit(classes, labels)],
    };

    private ReportSection Robustness() => new("Robustness")
    {
        Tables = study.Robustness.Count == 0 ? []
            : [CompareTables.Of(Columns([study.HeadlineFit, .. study.Robustness]), labels, "robustness", $"Robustness of {study.Headline}")],
    };

    private ReportSection Charts() => new("Charts") { Charts = study.Efficiency is null ? [] : PlotKinds.All(PlotInput.Of(study)) };

    private ReportSection Warnings() => new("Warnings")
    {
        Sentences =
        [
            .. study.Warnings.GroupBy(w => (w.Code, w.Message)).Select(g =>
                $"{ResultWords.List([.. g.Select(w => w.Source).Distinct()])}, {g.Key.Code}: {ResultWords.Sentence(g.Key.Message)}"
                + (WarningCatalog.Find(g.Key.Code) is { } kind && !g.Key.Message.Contains(kind.Remedy, StringComparison.Ordinal) ? " " + kind.Remedy : "")),
        ],
    };

    private ReportSection Provenance()
    {
        StudyProvenance p = study.Provenance;
        var rows = new List<ReportRow>
        {
            ReportRow.Of("Version", p.Version),
            ReportRow.Of($"{Path.GetFileName(study.StudyFile)}, SHA-256", p.StudySha256),
        };
        rows.AddRange(p.Data.Select(d => ReportRow.Of($"{d.Name}, SHA-256", d.Sha256)));
        rows.Add(ReportRow.Of("Seed", Whole(p.Seed)));
        rows.Add(ReportRow.Of("Threads (no number depends on them)", Whole(p.Threads)));
        if (p.Started is { } started)
            rows.Add(ReportRow.Of("Started", started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture)));
        if (p.Seconds is { } seconds)
            rows.Add(ReportRow.Of("Seconds", Cell.Number(seconds, NumberFormat.Fixed(2))));
        return new ReportSection("Provenance")
        {
            Tables = [new ReportTable("provenance", "Where the numbers come from", [ReportColumn.Words("Item", "item"), ReportColumn.Words("Value", "value")], rows)],
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
            Notes = table.Notes,
            Stars = table.Stars,
            StubColumns = table.StubColumns,
        };
    }

    /// <summary>A name as part of a file name.</summary>
    internal static string FileName(string name) =>
        string.Concat(name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));
}
