using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression;

/// <summary>The rows of a regression: those of the design less what the absorbed effects take up.</summary>
internal static class RegressionSample
{
    /// <summary>Which rows a model leaves out: singletons always, groups without a flow and separated rows under a log link.</summary>
    /// <param name="model">Model key.</param>
    public static AbsorbedRowRules Rules(string model)
    {
        bool flows = PseudoLikelihoods.Find(model) is not null;
        return new AbsorbedRowRules(Singletons: true, ZeroGroups: flows, Separated: flows);
    }

    /// <summary>Refuses responses that the model cannot have and leaves rows out, each counted by its reason in the design's log.</summary>
    /// <exception cref="DataUnfitException"><c>negative-flow</c>; <c>no-positive-flow</c>; <c>all-rows-absorbed</c>.</exception>
    public static AbsorbedSample Of(string model, Design design, TradePanel panel, FitOptions options)
    {
        PseudoLikelihoods.Find(model)?.Family().Check(design.Response, design.ResponseName, row => panel.SourceRow(design.PanelRows[row]));
        return AbsorbedSample.Of(design, panel, Rules(model), options);
    }
}
