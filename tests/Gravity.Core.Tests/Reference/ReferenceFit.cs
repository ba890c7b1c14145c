using System.Collections.Concurrent;
using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Reference;

/// <summary>Our fit of a peer's model on the peer's data, by the way a user goes: CSV, formulas, model by name.</summary>
/// <param name="Case">The peer's fit.</param>
/// <param name="Model">Which model of ours it is.</param>
/// <param name="Fit">Our fit.</param>
public sealed record ReferenceFit(ReferenceCase Case, ReferenceModel Model, ModelFit Fit)
{
    private static readonly ConcurrentDictionary<string, Lazy<ReferenceFit>> Fits = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Lazy<TradePanel>> Panels = new(StringComparer.Ordinal);

    /// <summary>The fit with (−H)⁻¹ errors, one start policy for all; computed once.</summary>
    public static ReferenceFit Of(string id) => Fits.GetOrAdd(id, key => new Lazy<ReferenceFit>(() => Estimate(ReferenceFolder.Find(key)))).Value;

    /// <summary>The data set as our reader sees it.</summary>
    public static TradePanel Panel(ReferenceCase reference) =>
        Panels.GetOrAdd(reference.DatasetPath!, path => new Lazy<TradePanel>(() => CsvPanelReader.ReadFile(path))).Value;

    /// <summary>The model in a user's words.</summary>
    public static ModelRequest Request(ReferenceCase reference)
    {
        ReferenceModel model = Classification.FirstStage(reference)!;
        ReferenceColumns columns = reference.Columns!;
        string? Terms(IReadOnlyList<string> terms) => terms.Count == 0 ? null : string.Join(" + ", terms);
        string? z = columns.ZIntercept == false ? "0 + " + Terms(columns.Z) : Terms(columns.Z);
        bool scaling = Classification.IsScaling(reference);
        return new ModelRequest
        {
            Formula = $"{columns.Y} ~ {string.Join(" + ", columns.X)}",
            Model = model.Model,
            Law = model.Model == "bc95" ? null : model.Law,
            Inefficiency = model.Model == "bc95" ? z : scaling ? Terms(columns.InefficiencyVariance) : null,
            MeanU = scaling ? null : Terms(columns.InefficiencyMean),
            SigmaU = scaling ? null : Terms(columns.InefficiencyVariance),
            Scaling = scaling,
            SigmaV = Terms(columns.NoiseVariance),
            Unit = columns.Id is { } unit ? [unit] : [],
            Time = columns.Time,
            TimeOrigin = model.DecayFromUnitsLastPeriod ? "unit" : "panel",
            Side = reference.IsProduction ? "production" : "cost",
        };
    }

    /// <summary>Efficiencies in the row order of the data, at our estimates or at <paramref name="theta"/>.</summary>
    public EfficiencyRow[] Efficiencies(IReadOnlyList<double>? theta = null)
    {
        ConditionalInefficiency at = theta is null ? Fit.Conditional() : Fit.ConditionalAt!(theta);
        return [.. Core.Efficiency.Efficiencies.Of(Fit.Design, at, 0.95, Fit.SourceRows()).Rows.OrderBy(r => r.Row)];
    }

    /// <summary>The likelihood bound to the rows, to be evaluated at given points.</summary>
    public FrontierLikelihood Likelihood() => new FrontierSpecification
    {
        Model = Model.Model,
        Law = InefficiencyLaw.All.Single(l => l.Key == Model.Law),
        Side = Case.IsProduction ? FrontierSide.Production : FrontierSide.Cost,
        TimeOrigin = Model.DecayFromUnitsLastPeriod ? Core.Frontier.Models.TimeOrigin.Unit : Core.Frontier.Models.TimeOrigin.Panel,
    }.Build(Fit.Design, 1);

    /// <summary>θ of our model at the peer's parameters.</summary>
    public double[] Theta(IReadOnlyDictionary<string, double> peer)
    {
        IReadOnlyList<(string Block, string Name, double Value)> given = Model.Parameters(peer);
        return [.. Fit.Result.Parameters.Select(p => given.Single(g => g.Block == p.Block && g.Name == p.Name).Value)];
    }

    /// <summary>Our value and error of a target: a parameter or a derived quantity.</summary>
    public (double Value, double Error) Ours(ReferenceTarget target)
    {
        if (target.Block != Classification.Derived)
        {
            ParameterEstimate parameter = Fit.Result.Parameter(target.Block, target.Name);
            return (parameter.Estimate, parameter.StandardError);
        }
        DerivedEstimate derived = Fit.Result.Derived.Single(d => d.Name == target.Name);
        return (derived.Value, derived.StandardError);
    }

    private static ReferenceFit Estimate(ReferenceCase reference) => new(
        reference, Classification.FirstStage(reference)!, ModelRunner.Fit(Request(reference), Panel(reference), new FitOptions { Threads = 1 }));
}
