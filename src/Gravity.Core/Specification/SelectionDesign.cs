using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Binds a frontier with a selection equation to a panel: all rows for the equation, the selected rows for the frontier.</summary>
public static class SelectionDesign
{
    /// <summary>The name of d among the columns of a panel while it is bound.</summary>
    private const string Indicator = "(selected)";

    /// <summary>Builds the design of the selected rows, with <see cref="Design.Selection"/> for all rows.</summary>
    /// <remarks>
    /// A selected row needs y, x and z, any other row z only: ln(0) on the left side of a row that is not selected is no error. Collinear columns
    /// of z are judged over all rows.
    /// </remarks>
    /// <param name="panel">The panel.</param>
    /// <param name="formulas">The frontier and its indices, without a selection index.</param>
    /// <param name="selection">The selection equation.</param>
    /// <exception cref="UsageException">What <see cref="DesignBuilder.Build(TradePanel, ModelFormulas)"/> raises.</exception>
    /// <exception cref="DataUnfitException">
    /// <c>selection-not-binary</c>, with rows; <c>selection-constant</c>; and what <see cref="DesignBuilder.Build(TradePanel, ModelFormulas)"/> raises.
    /// </exception>
    public static Design Build(TradePanel panel, ModelFormulas formulas, SelectionFormula selection) =>
        Build(panel, formulas, selection, Selected(panel, formulas.Frontier, selection), null);

    /// <summary>The same with every row selected, whatever the left side says: for rows whose selection is still to be drawn.</summary>
    internal static Design BuildAllSelected(TradePanel panel, ModelFormulas formulas, SelectionFormula selection)
    {
        var selected = new double[panel.RowCount];
        Array.Fill(selected, 1);
        // A left side that only has to vary and not to be 0.
        return Build(panel, formulas, selection, selected, [.. Enumerable.Range(1, selected.Length).Select(i => (double)i)]);
    }

    private static Design Build(TradePanel panel, ModelFormulas formulas, SelectionFormula selection, double[] selected, double[]? placeholder)
    {
        Design frontier = DesignBuilder.Build(
            panel, formulas with { Selection = selection.Index }, Array.ConvertAll(selected, d => d == 1));
        var isUsed = new bool[panel.RowCount];
        foreach (int row in frontier.PanelRows)
            isUsed[row] = true;
        var equation = new ModelFormulas(new Formula { Text = selection.ToString(), Response = new ColumnReference(Indicator), Index = selection.Index });
        Design all = DesignBuilder.Build(
            panel.WithColumn(new NumberColumn(Indicator, placeholder ?? selected)), equation, [.. selected.Select((d, row) => d == 0 || isUsed[row])]);
        return Join(panel, frontier, all, selection, selected);
    }

    private static Design Join(TradePanel panel, Design frontier, Design all, SelectionFormula selection, double[] selected)
    {
        var place = new int[panel.RowCount];
        for (int i = 0; i < all.RowCount; i++)
            place[all.PanelRows[i]] = i;
        int[] selectedRows = Array.ConvertAll(frontier.PanelRows, row => place[row]);
        // Columns of z are those kept over all rows.
        var z = new Matrix(selectedRows.Length, all.Frontier.Columns);
        for (int j = 0; j < z.Columns; j++)
            for (int i = 0; i < selectedRows.Length; i++)
                z[i, j] = all.Frontier.Values[selectedRows[i], j];
        return new Design(
            frontier.Formula, frontier.ResponseName, frontier.Response,
            [.. frontier.Blocks.Where(b => b.Name != BlockNames.Selection), new DesignBlock(BlockNames.Selection, all.Frontier.ColumnNames, z)],
            frontier.PanelRows, frontier.Units, frontier.ResponseScale, frontier.FlowColumn, frontier.Flow,
            [
                .. frontier.Collinear.Where(c => c.Block != BlockNames.Selection),
                .. all.Collinear.Select(c => c with { Block = BlockNames.Selection }),
            ],
            Log(panel, frontier.Sample, all.Sample, selection, selected), frontier.DataSha256, frontier.Weights)
        {
            NoticePhrases =
            [
                .. frontier.NoticePhrases.Concat(all.NoticePhrases).Distinct(),
                new Phrase("notice.selected-rows", ("selected", frontier.RowCount), ("others", all.RowCount - frontier.RowCount)),
            ],
            AbsorbedEffects = frontier.AbsorbedEffects,
            Selection = new SelectionRows(all, selectedRows),
        };
    }

    /// <summary>d of every row: 1, 0, or NaN where it is missing.</summary>
    private static double[] Selected(TradePanel panel, Formula frontier, SelectionFormula selection)
    {
        var evaluator = new ExpressionEvaluator(panel);
        double[] values;
        if (selection.Left is not null)
        {
            values = evaluator.Numbers(selection.Left);
            int[] bad = [.. Enumerable.Range(0, values.Length).Where(row => !(double.IsNaN(values[row]) || values[row] is 0 or 1)).Select(panel.SourceRow)];
            if (bad.Length > 0)
            {
                throw new DataUnfitException("selection-not-binary",
                    $"{selection.Left} has {RowList.Count(bad.Length, "value")} other than 0 and 1 ({RowList.Text(bad)}): "
                    + $"write a condition, e.g. --selection \"{selection.Left} > 0 ~ …\"", bad);
            }
        }
        else
        {
            // The response exists where the flow is positive; a response as given, or ln(1 + flow), where it is not missing.
            ResponseForm form = ResponseForm.Of(frontier.Response);
            double[] flow = evaluator.Numbers(form.Scale == ResponseScale.AsGiven ? frontier.Response : form.Flow!);
            values = Array.ConvertAll(flow, f => (form.Scale == ResponseScale.Log ? f > 0 : !double.IsNaN(f)) ? 1.0 : 0);
        }
        foreach (double constant in new[] { 0.0, 1.0 })
        {
            if (!values.Contains(1 - constant))
            {
                throw new DataUnfitException("selection-constant",
                    $"the selection equation needs rows that are selected and rows that are not: {selection.Left?.ToString() ?? "the flow is positive"} "
                    + $"is {(constant == 0 ? "never" : "always")} true in the sample: use --model pooled, or check the filter");
            }
        }
        return values;
    }

    /// <summary>Rows without d, then what took selected rows, then what took others; equal reasons together.</summary>
    private static SampleLog Log(TradePanel panel, SampleLog frontier, SampleLog all, SelectionFormula selection, double[] selected)
    {
        SampleLog log = panel.SampleLog;
        int before = log.Dropped.Count;
        int[] unknown = [.. Enumerable.Range(0, selected.Length).Where(row => double.IsNaN(selected[row])).Select(panel.SourceRow)];
        if (selection.Left is not null)
            log = log.With(new Phrase("reason.no-value", ("term", selection.Left.ToString())), unknown);
        DroppedRows[] others = [.. all.Dropped.Skip(before)];
        foreach (DroppedRows reason in frontier.Dropped.Skip(before))
        {
            IEnumerable<int> same = others.Where(o => o.Reason == reason.Reason).SelectMany(o => o.Rows);
            log = log.With(reason.ReasonPhrase!, [.. reason.Rows.Concat(same).Order()]);
        }
        foreach (DroppedRows reason in others.Where(o => frontier.Dropped.Skip(before).All(f => f.Reason != o.Reason)))
            log = log.With(reason.ReasonPhrase!, reason.Rows);
        return log;
    }
}
