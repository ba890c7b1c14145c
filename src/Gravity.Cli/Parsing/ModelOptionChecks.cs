using Gravity.Core;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Studies;

namespace Gravity.Cli.Parsing;

/// <summary>Refuses options that the model would read and not use: a request is never changed in silence.</summary>
internal static class ModelOptionChecks
{
    private static readonly string[] Likelihoods = ["--optimizer", "--starts", "--lr-bootstrap"];

    /// <exception cref="UsageException">Code <c>option-not-for-model</c>.</exception>
    public static void Refuse(ModelRequest request, IReadOnlyList<string> given)
    {
        string model = request.Model;
        bool frontier = ModelCatalog.Find(model) is { Laws.Count: > 0 };
        if (!frontier)
        {
            Refuse(given, Likelihoods, model is "ppml" or "gamma-pml" or "negbin" or "nls"
                ? $"'{model}' is fitted by iterated weighted least squares" : $"'{model}' is a closed form: there is nothing to climb or to simulate");
        }
        if (model.StartsWith("schmidt-sickles", StringComparison.Ordinal))
            Refuse(given, ["--noise"], $"'{model}' assumes no law of the noise");
        if (ModelCatalog.Find(model) is { Kind: "regression" })
            Refuse(given, ["--side", "--noise"], $"'{model}' has no inefficiency");
        if (!PanelPaths.WithOrigin.Contains(model))
            Refuse(given, ["--time-origin"], $"'{model}' does not count from a last period; {string.Join(" and ", PanelPaths.WithOrigin)} do");
        bool sampling = request.Weights?.EndsWith(":sampling", StringComparison.Ordinal) == true;
        string vce = ModelCatalog.VceOf(request), kind = vce.Split(':')[0];
        bool none = kind is "opg" or "bootstrap" or "hc0" or "hc2" or "hc3" || (kind is "hessian" or "iid" && !sampling && !ModelCatalog.Takes(model, "absorb"));
        if (none)
            Refuse(given, ["--small-sample"], $"--vce {vce} has no small-sample factor; robust and cluster:COL have");
    }

    private static void Refuse(IReadOnlyList<string> given, IReadOnlyList<string> options, string why)
    {
        if (given.FirstOrDefault(options.Contains) is { } option)
            throw new UsageException("option-not-for-model", $"{option} does not apply: {why}");
    }
}
