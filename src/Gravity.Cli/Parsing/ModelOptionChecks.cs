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
            Refuse(given, Likelihoods, $"'{model}' is a closed form: there is nothing to climb or to simulate");
        if (model.StartsWith("schmidt-sickles", StringComparison.Ordinal))
            Refuse(given, ["--noise"], $"'{model}' assumes no law of the noise");
        if (model == "ols")
            Refuse(given, ["--side", "--noise"], "'ols' has no inefficiency");
        if (!PanelPaths.WithOrigin.Contains(model))
            Refuse(given, ["--time-origin"], $"'{model}' does not count from a last period; {string.Join(" and ", PanelPaths.WithOrigin)} do");
        if (request.Vce.Split(':')[0] is not ("robust" or "cluster"))
            Refuse(given, ["--small-sample"], $"--vce {request.Vce} has no small-sample factor; robust and cluster:COL have");
    }

    private static void Refuse(IReadOnlyList<string> given, IReadOnlyList<string> options, string why)
    {
        if (given.FirstOrDefault(options.Contains) is { } option)
            throw new UsageException("option-not-for-model", $"{option} does not apply: {why}");
    }
}
