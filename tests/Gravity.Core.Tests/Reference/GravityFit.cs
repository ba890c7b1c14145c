using System.Collections.Concurrent;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Reference;

/// <summary>Our fits of stored gravity regressions, each once.</summary>
internal static class GravityFit
{
    private static readonly ConcurrentDictionary<string, TradePanel> Panels = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string Id, string Vce, string? SmallSample), ModelFit> Fits = new();

    /// <summary>The panel of a file; that of the product-level trade data has the count of million euros too.</summary>
    public static TradePanel Panel(string path) => Panels.GetOrAdd(path, p =>
    {
        TradePanel panel = CsvPanelReader.ReadFile(p);
        return panel.Columns.Any(c => c.Name == "Euros")
            ? panel.WithColumn(new NumberColumn("million_euros", [.. panel.Numbers("Euros").Values.Select(v => Math.Round(v / 1e6, MidpointRounding.ToEven))])) : panel;
    });

    /// <summary>Our fit with a covariance.</summary>
    public static ModelFit Of(GravityCase reference, string vce, string? smallSample) => Fits.GetOrAdd((reference.Id, vce, smallSample), _ =>
        ModelRunner.Fit(reference.Request with { Vce = vce, SmallSample = smallSample }, Panel(reference.DataPath), new FitOptions { Threads = 1 }));
}
