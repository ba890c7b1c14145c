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
    /// <see cref="Design.Notices"/>. With an index, rows are in the order of unit names (ordinal), then periods, whatever their order in
    /// the file.
    /// </remarks>
    /// <exception cref="UsageException"><c>unknown-column</c>, <c>unknown-level</c>, <c>needs-index</c>.</exception>
    /// <exception cref="DataUnfitException">
    /// <c>log-of-nonpositive</c> and other values outside a function's domain, with rows; <c>text-in-numbers</c> and the like;
    /// <c>no-rows-left</c>; <c>not-finite</c>; <c>constant-response</c>; <c>no-columns-left</c>; <c>too-few-rows</c>;
    /// <c>weight-not-positive</c>; <c>extreme-values</c>; <c>too-many-levels</c>; <c>reference-empty</c>.
    /// </exception>
    public static Design Build(TradePanel panel, ModelFormulas formulas)
    {
        Formula frontier = formulas.Frontier;
        var evaluator = new ExpressionEvaluator(panel);
        ResponseForm form = ResponseForm.Of(frontier.Response);
        double[] response = evaluator.Numbers(frontier.Response);
        double[]? flow = form.Flow is null ? null : evaluator.Numbers(form.Flow);
        double[]? weights = formulas.Weights is null ? null : panel.Numbers(formulas.Weights).Values;

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
            requirements.Add(new Requirement(formulas.Weights!, [formulas.Weights!], row => double.IsNaN(weights[row])));

        (bool[] complete, SampleLog sample) = CompleteRows.Find(panel, requirements);
        int[] rows = [.. (panel.Index?.Order ?? Enumerable.Range(0, panel.RowCount)).Where(row => complete[row])];
        double[] sampleResponse = Pick(response, rows);
        RefuseConstant(frontier.Response, sampleResponse);
        ExtremeValues.Refuse(frontier.Response.ToString(), sampleResponse, rows, panel);

        var blocks = new List<DesignBlock>();
        var collinear = new List<CollinearColumn>();
        foreach ((string name, ModelIndex index) in formulas.Blocks())
        {
            List<(string Name, double[] Values)> columns = new BlockExpansion(panel, index, bound, rows, notices).Expand();
            foreach ((string column, double[] values) in columns)
                ExtremeValues.Refuse(column, values, rows, panel);
            (List<int> kept, List<CollinearColumn> dropped) = BlockRank.Find(name, columns);
            RefuseEmpty(name, columns.Count, kept.Count, rows.Length);
            collinear.AddRange(dropped);
            blocks.Add(Assemble(name, columns, kept, rows.Length));
        }

        return new Design(
            frontier.Text, frontier.Response.ToString(), sampleResponse, blocks, rows, Units(panel.Index, rows), form.Scale, form.FlowName,
            flow is null ? null : Pick(flow, rows), collinear, sample, panel.Sha256,
            weights is null ? null : Weights(panel, formulas.Weights!, weights, rows))
        {
            NoticePhrases = [.. notices.Distinct()],
            AbsorbedEffects = frontier.AbsorbedEffects,
        };
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

    private static double[] Weights(TradePanel panel, string name, double[] weights, int[] rows)
    {
        int[] bad = [.. rows.Where(row => weights[row] <= 0).Select(panel.SourceRow).Order()];
        return bad.Length == 0
            ? Pick(weights, rows)
            : throw new DataUnfitException("weight-not-positive",
                $"the weight column '{name}' has {RowList.Count(bad.Length, "value")} ≤ 0 ({RowList.Text(bad)}); weights need > 0: "
                + $"drop them with --where \"{ColumnReference.Printed(name)} > 0\"", bad);
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
