using System.Collections.Concurrent;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Compares least squares and the estimators of Schmidt and Sickles with R plm.</summary>
internal static class RegressionComparison
{
    private static readonly ConcurrentDictionary<(string Id, string Vce), ModelFit> Fits = new();

    public static bool IsRegression(ReferenceCase reference) => reference.Package == "plm";

    /// <summary>Our fit with the covariance asked for and no small-sample factor.</summary>
    public static ModelFit Fit(ReferenceCase reference, string vce) => Fits.GetOrAdd((reference.Id, vce), _ => ModelRunner.Fit(
        ReferenceFit.Request(reference) with { Vce = vce, SmallSample = vce.StartsWith("cluster", StringComparison.Ordinal) ? "none" : null },
        ReferenceFit.Panel(reference),
        new FitOptions { Threads = 1 }));

    /// <summary>plm's kinds of errors, ours, and whether plm multiplies by N/(N − K), K the slopes of the transformed regression.</summary>
    public static IEnumerable<(string Kind, string Vce, bool Factor)> Kinds(ReferenceCase reference)
    {
        yield return ("", "hessian", false);
        foreach (string kind in reference.OtherErrors.Keys)
        {
            yield return kind switch
            {
                "cluster_id_HC1" => (kind, "cluster:id", true),
                "twoway_HC1" => (kind, "cluster:id,time", true),
                "HC0_white" => (kind, "hc0", false),
                _ => throw new InvalidDataException($"plm's errors '{kind}' have no counterpart"),
            };
        }
    }

    /// <summary>Our error of a coefficient by plm's convention.</summary>
    public static double Error(ModelFit fit, string name, bool factor)
    {
        int n = fit.Result.Observations, k = fit.Result.Parameters.Count;
        return fit.Result.Parameter(BlockNames.Frontier, name).StandardError * (factor ? Math.Sqrt((double)n / (n - k)) : 1);
    }

    public static ValidationRecord Of(string id)
    {
        ReferenceCase reference = ReferenceFolder.Find(id);
        ModelFit fit = Fit(reference, "hessian");
        return new ValidationRecord
        {
            Id = id,
            Package = $"plm {reference.Version}",
            PeerModel = reference.Model,
            Model = fit.Result.Model,
            Data = reference.Dataset,
            Committed = false,
            ComparedWith = "package",
            Termination = fit.Result.Termination,
            CoefficientDigits = Digits.Worst(reference.Params.Select(p => Digits.Of(p.Value, fit.Result.Parameter(BlockNames.Frontier, p.Key).Estimate))),
            ErrorDigits = Digits.Worst(Kinds(reference).SelectMany(kind =>
            {
                ModelFit ours = Fit(reference, kind.Vce);
                IReadOnlyDictionary<string, double> errors = kind.Kind.Length == 0 ? reference.StandardErrors : reference.OtherErrors[kind.Kind];
                return errors.Select(e => Digits.Of(e.Value, Error(ours, e.Key, kind.Factor)));
            })),
            EfficiencyDigits = reference.Efficiencies.TryGetValue("te", out IReadOnlyList<double>? te)
                ? Digits.Worst(Units(fit).Zip(te, (ours, theirs) => Digits.Of(theirs, ours))) : null,
            Status = "agrees",
            Remark = reference.OtherErrors.Count == 0 ? "" : $"Errors: homoskedastic, {string.Join(", ", reference.OtherErrors.Keys)}.",
        };
    }

    /// <summary>Efficiency of each unit in the order of the data.</summary>
    public static IEnumerable<double> Units(ModelFit fit) =>
        Efficiencies.Of(fit.Design, fit.Conditional(), 0.95, fit.SourceRows()).Rows.OrderBy(r => r.Row).DistinctBy(r => r.Unit).Select(r => r.Te);
}
