using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Binds formulas to a panel: evaluates terms, leaves out incomplete rows and collinear columns, sorts by unit and period.</summary>
public static class DesignBuilder
{
    /// <summary>Builds the design of a single frontier formula.</summary>
    /// <inheritdoc cref="Build(TradePanel, ModelFormulas)"/>
    public static Design Build(TradePanel panel, string formula) => Build(panel, ModelFormulas.Parse(formula));

    /// <summary>Builds the design: the rows that are complete in all blocks, and the columns that are not collinear within their block.</summary>
    /// <remarks>
    /// Every row left out and every column dropped is on record in <see cref="Design.Sample"/>, <see cref="Design.Collinear"/> and
    /// <see cref="Design.Notices"/>. With absorbed effects the frontier has no intercept, which they absorb, and keeps its collinear columns: what is
    /// collinear shows after the projection on the effects. With an index, rows are in the order of unit names (ordinal), then periods, whatever their order in
    /// the file.
    /// </remarks>
    /// <exception cref="UsageException"><c>unknown-column</c>, <c>unknown-level</c>, <c>needs-index</c>, <c>log-response</c>.</exception>
    /// <exception cref="DataUnfitException">
    /// <c>log-of-nonpositive</c> and other values outside a function's domain, with rows; <c>text-in-numbers</c> and the like;
    /// <c>no-rows-left</c>; <c>not-finite</c>; <c>negative-flow</c>; <c>constant-response</c>; <c>no-columns-left</c>; <c>too-few-rows</c>;
    /// <c>weight-negative</c>; <c>weight-not-whole</c>; <c>extreme-values</c>; <c>too-many-levels</c>; <c>reference-empty</c>.
    /// </exception>
    public static Design Build(TradePanel panel, ModelFormulas formulas) => Build(panel, formulas, null);

    /// <summary>The same over some rows of a panel: elsewhere the response need not exist, and nothing is logged.</summary>
    internal static Design Build(TradePanel panel, ModelFormulas formulas, bool[]? active)
    {
        Formula frontier = formulas.Frontier;
        var evaluator = new ExpressionEvaluator(panel);
        ResponseForm form = formulas.FlowInLevels ? ResponseForm.InLevels(frontier.Response) : ResponseForm.Of(frontier.Response);
        double[] response = Numbers(panel, evaluator, frontier.Response, active);
        double[]? flow = form.Flow is null ? null : Numbers(panel, evaluator, form.Flow, active);
        WeightRequest? weighting = formulas.Weights is null ? null : WeightRequest.Parse(formulas.Weights);
        double[]? weights = weighting is null ? null : panel.Numbers(weighting.Column).Values;

        List<Phrase> notices = [];
        List<Requirement> requirements = [new(frontier.Response.ToString(), frontier.Response.Columns, row => double.IsNaN(response[row]))];
        var bound = new Dictionary<string, FactorColumn>(StringComparer.Ordinal);
        foreach ((_, ModelIndex index) in formulas.Blocks())
        {
            notices.AddRange(index.NoticePhrases);
            foreach (TermFactor factor in index.Terms.SelectMany(t => t.Factors))
            {
                string name = factor.ToString()!;
                if (bound.ContainsKey(name))
                    continue;
                FactorColumn column = bound[name] = FactorColumn.Bind(panel, evaluator, factor);
                requirements.Add(new Requirement(name, ColumnsOf(factor), column.IsMissing));
            }
        }
        foreach (string name in frontier.AbsorbedEffects.SelectMany(e => e.Columns).Distinct(StringComparer.Ordinal))
            requirements.Add(new Requirement(name, [name], panel[name].IsMissing));
        if (weights is not null)
            requirements.Add(new Requirement(weighting!.Column, [weighting.Column], row => double.IsNaN(weights[row])));

        if (active is not null)
            requirements = requirements.ConvertAll(r => r with { IsMissing = row => active[row] && r.IsMissing(row) });
        (bool[] complete, SampleLog sample) = CompleteRows.Find(panel, requirements);
        if (weights is not null)
            sample = RowWeighting.LeaveOutZeros(panel, weighting!, weights, complete, sample);
        int[] rows = [.. (panel.Index?.Order ?? Enumerable.Range(0, panel.RowCount)).Where(row => complete[row] && active?[row] != false)];
        double[] sampleResponse = Pick(response, rows);
        if (formulas.FlowInLevels)
            RefuseNegative(frontier.Response, sampleResponse, rows, panel);
        RefuseConstant(frontier.Response, sampleResponse);
        ExtremeValues.Refuse(frontier.Response.ToString(), sampleResponse, rows, panel);

        var blocks = new List<DesignBlock>();
        var collinear = new List<CollinearColumn>();
        foreach ((string name, ModelIndex index) in formulas.Blocks())
        {
            bool absorbs = name == BlockNames.Frontier && frontier.AbsorbedEffects.Count > 0;
            List<(string Name, double[] Values)> columns = new BlockExpansion(panel, index, bound, rows, notices, absorbs).Expand();
            foreach ((string column, double[] values) in columns)
                ExtremeValues.Refuse(column, values, rows, panel);
            // Beside absorbed effects columns are judged after the projection, by whoever absorbs; there may be none at all.
            (List<int> kept, List<CollinearColumn> dropped) = absorbs ? ([.. Enumerable.Range(0, columns.Count)], []) : BlockRank.Find(name, columns);
            if (!absorbs)
                RefuseEmpty(name, columns.Count, kept.Count, rows.Length);
            collinear.AddRange(dropped);
            blocks.Add(Assemble(name, columns, kept, rows.Length));
        }

        return new Design(
            frontier.Text, frontier.Response.ToString(), sampleResponse, blocks, rows, Units(panel.Index, rows), form.Scale, form.FlowName,
            flow is null ? null : Pick(flow, rows), collinear, sample, panel.Sha256,
            weights is null ? null : RowWeighting.Effective(weighting!, Pick(weights, rows)))
        {
            Weighting = weights is null ? null : new WeightNote(weighting!.Column, weighting.Kind, RowWeighting.Sum(weights, rows)),
            NoticePhrases = [.. notices.Distinct()],
            AbsorbedEffects = frontier.AbsorbedEffects,
        };
    }

    /// <summary>An expression in the active rows, as if they were the whole panel; NaN elsewhere.</summary>
    private static double[] Numbers(TradePanel panel, ExpressionEvaluator evaluator, Expression expression, bool[]? active)
    {
        if (active is null)
            return evaluator.Numbers(expression);
        TradePanel part = panel.Keep(active, new Phrase("reason.not-selected"));
        double[] found = new ExpressionEvaluator(part).Numbers(expression);
        var values = new double[panel.RowCount];
        for (int row = 0, k = 0; row < values.Length; row++)
            values[row] = active[row] ? found[k++] : double.NaN;
        return values;
    }

    private static IReadOnlyList<string> ColumnsOf(TermFactor factor) =>
        factor is IndicatorFactor indicators ? [indicators.Column] : ((ExpressionFactor)factor).Expression.Columns;

    private static double[] Pick(double[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    private static DesignBlock Assemble(string name, List<(string Name, double[] Values)> columns, List<int> kept, int rows)
    {
        var values = new Matrix(rows, kept.Count);
        for (int j = 0; j < kept.Count; j++)
            columns[kept[j]].Values.CopyTo(values.Column(j));
        return new DesignBlock(name, [.. kept.Select(k => columns[k].Name)], values);
    }

    private static UnitIndex? Units(PanelIndex? index, int[] rows)
    {
        if (index is null)
            return null;
        var names = new List<string>();
        var unitOfRow = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int unit = index.UnitOfRow[rows[i]];
            if (i == 0 || unit != index.UnitOfRow[rows[i - 1]])
                names.Add(index.UnitNames[unit]);
            unitOfRow[i] = names.Count - 1;
        }
        return new UnitIndex(names, unitOfRow, index.PeriodOfRow is null ? null : Array.ConvertAll(rows, row => index.PeriodOfRow[row]));
    }

    private static void RefuseConstant(Expression response, double[] values)
    {
        if (values.Length > 1 && new ColumnScaling(values, centre: true).Length == 0)
        {
            throw new DataUnfitException("constant-response", string.Create(CultureInfo.InvariantCulture,
                $"{response} is {NumberText.Of(values[0])} in all {values.Length} rows of the sample, so there is nothing to explain: ")
                + "check the column and the filter");
        }
    }

    private static void RefuseNegative(Expression response, double[] values, int[] rows, TradePanel panel)
    {
        int[] negative = [.. Enumerable.Range(0, values.Length).Where(i => values[i] < 0).Select(i => panel.SourceRow(rows[i])).Order()];
        if (negative.Length > 0)
        {
            throw new DataUnfitException("negative-flow",
                $"{response} has {RowList.Count(negative.Length, "value")} < 0 ({RowList.Text(negative)}); a flow in levels is ≥ 0: "
                + $"drop them with --where \"{response} >= 0\"", negative);
        }
    }

    private static void RefuseEmpty(string block, int columns, int kept, int rows)
    {
        if (kept == 0)
        {
            throw new DataUnfitException("no-columns-left", columns == 0
                ? $"the {block} block has neither an intercept nor a term: add a term, or leave out '0 +'"
                : $"no column of the {block} block varies in the sample: check the columns and the filter, or leave out '0 +'");
        }
        if (rows < kept + 1)
        {
            throw new DataUnfitException("too-few-rows", string.Create(CultureInfo.InvariantCulture,
                $"the sample has {RowList.Count(rows, "row")} for {RowList.Count(columns, "column")} of the {block} block: ")
                + "leave out terms, or find more data");
        }
    }
}
