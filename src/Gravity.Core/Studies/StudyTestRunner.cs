using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Makes the likelihood-ratio tests of a study.</summary>
internal sealed class StudyTestRunner(StudyPlan plan, StudyFitter fitter, IReadOnlyList<NamedFit> models)
{
    /// <summary>Makes one test. Where it cannot be made, its statistic is NaN and its note says why.</summary>
    public StudyTest Run(StudyTestRequest request)
    {
        NamedFit model = Model(request.Model);
        return StudyTables.At(plan.Study, request.Line, request.Column, $"test '{request.Name}'", () =>
            request.LeastSquares ? AgainstLeastSquares(request.Name, model, null)
            : request.Against is { } against ? Against(request.Name, Model(against), model)
            : request.Law is not null ? WiderLaw(request.Name, model)
            : Drop(request, model));
    }

    /// <summary>
    /// The supremum of the likelihood: of a truncated normal on its ridge (or below its limit) that of the exponential law, which is its limit.
    /// </summary>
    public static double Supremum(FitResult result) => result.Limit is { } limit ? Math.Max(limit.LogLikelihood, result.LogLikelihood) : result.LogLikelihood;

    private NamedFit Model(string name) => models.First(m => m.Name == name);

    private static StudyTest AgainstLeastSquares(string name, NamedFit model, NamedFit? ols)
    {
        FitResult result = model.Result;
        string restricted = ols?.Name ?? "least squares";
        if (result.InefficiencyTest is not { } test || result.OlsLogLikelihood is not { } least)
            return Impossible(name, ols ?? model, model, $"'{model.Name}' has no likelihood that contains least squares") with { Restricted = restricted };
        double below = ols?.Result.LogLikelihood ?? least;
        // Regressors that the regression lacks are restrictions too.
        int more = ols is null ? 0 : Count(result, BlockNames.Frontier) - Count(ols.Result, BlockNames.Frontier);
        int q = test.Restrictions + more;
        MixedChiSquare reference = MixedChiSquare.ForOneBoundary(q);
        HypothesisTest ratio = LikelihoodRatioTest.Compute(Math.Max(Supremum(result), below), below, reference);
        return new StudyTest(name, ratio.Statistic, [q - 1, q], ratio.P, ratio.Reference, restricted, model.Name, below, Supremum(result))
        {
            BootstrapP = more == 0 ? test.BootstrapP : null,
            Note = Notes(
                q > 1 ? "σ_u = 0 lies on the boundary, where the other parameters of inefficiency have no meaning: mixed χ² by convention (Coelli 1995)"
                    : "σ_u = 0 lies on the boundary: mixed χ² (Coelli 1995)",
                RidgeNote(model), ConvergenceNote(model)),
        };
    }

    private static StudyTest Against(string name, NamedFit restricted, NamedFit unrestricted)
    {
        if (ModelNesting.Obstacle(restricted, unrestricted) is { } obstacle)
        {
            return ModelNesting.Obstacle(unrestricted, restricted) is null
                ? Impossible(name, restricted, unrestricted, $"'{unrestricted.Name}' is the restricted model of the two: exchange 'model' and 'against'")
                : Impossible(name, restricted, unrestricted, $"the models are not nested: {obstacle}");
        }
        if (SampleDifference(restricted, unrestricted) is { } difference)
            return Impossible(name, restricted, unrestricted, difference);
        return ModelNesting.KeyOf(restricted.Fit.Request) == "ols" && ModelNesting.IsFrontier(unrestricted.Fit.Request)
            ? AgainstLeastSquares(name, unrestricted, restricted)
            : Interior(name, restricted, unrestricted, null);
    }

    private StudyTest WiderLaw(string name, NamedFit model) => Interior(name, model, fitter.WithLaw(model, "truncated-normal"), null);

    private StudyTest Drop(StudyTestRequest request, NamedFit model)
    {
        string[] terms = [.. request.Drop.Select(d => d.Value)];
        ModelRequest reduced = TermRemoval.Drop(model.Fit.Request, terms);
        string name = $"{model.Name} without {string.Join(", ", terms)}";
        NamedFit restricted;
        try
        {
            restricted = fitter.Refit(model, name, reduced);
        }
        catch (DataUnfitException error)
        {
            return Impossible(request.Name, model, model, $"the restricted model cannot be fitted: {error.Message}") with
            {
                Restricted = name,
                RestrictedLogLik = double.NaN,
            };
        }
        return Interior(request.Name, restricted, model, reduced.Model != model.Fit.Request.Model
            ? $"without determinants the model is the pooled {ModelNesting.LawOf(reduced)!.Replace('-', ' ')}"
            : null);
    }

    private static StudyTest Interior(string name, NamedFit restricted, NamedFit unrestricted, string? note)
    {
        int df = unrestricted.Result.ParameterCount - restricted.Result.ParameterCount;
        if (df < 1)
            return Impossible(name, restricted, unrestricted, "the two models have the same number of parameters: nothing is restricted");
        HypothesisTest ratio = LikelihoodRatioTest.Compute(Supremum(unrestricted.Result), Supremum(restricted.Result), df);
        return new StudyTest(
            name, ratio.Statistic, [df], ratio.P, ratio.Reference, restricted.Name, unrestricted.Name, Supremum(restricted.Result), Supremum(unrestricted.Result))
        {
            Note = Notes(note, ratio.Note, RidgeNote(unrestricted), RidgeNote(restricted), BoundaryNote(restricted), ConvergenceNote(unrestricted), ConvergenceNote(restricted)),
        };
    }

    private static StudyTest Impossible(string name, NamedFit restricted, NamedFit unrestricted, string why) =>
        new(name, double.NaN, [], double.NaN, "", restricted.Name, unrestricted.Name, restricted.Result.LogLikelihood, unrestricted.Result.LogLikelihood)
        {
            Note = Notes(why),
        };

    /// <summary>Why the rows of two fits differ; null when they are the same.</summary>
    private static string? SampleDifference(NamedFit left, NamedFit right)
    {
        HashSet<int> first = Rows(left), second = Rows(right);
        if (first.SetEquals(second))
            return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"a likelihood ratio needs the same rows: '{left.Name}' has {first.Count}, '{right.Name}' {second.Count}, and {first.Intersect(second).Count()} are common");
    }

    private static HashSet<int> Rows(NamedFit fit) => [.. fit.Fit.Design.PanelRows.Select(fit.Fit.Panel.SourceRow)];

    private static int Count(FitResult result, string block) => result.Parameters.Count(p => p.Block == block);

    private static string? RidgeNote(NamedFit fit)
    {
        if (fit.Result.Limit is not { } limit)
            return null;
        string what = fit.Result.Termination == TerminationWords.Ridge ? "has no finite maximum: its likelihood rises towards its limit" : "stays below its limit";
        return string.Create(CultureInfo.InvariantCulture,
            $"the truncated normal of '{fit.Name}' {what}, the exponential law, whose log-likelihood {limit.LogLikelihood:F4} stands for its own");
    }

    private static string? BoundaryNote(NamedFit fit) => fit.Result.Termination == TerminationWords.Boundary
        ? $"'{fit.Name}' has its maximum at σ_u = 0, where the χ² law is an approximation"
        : null;

    private static string? ConvergenceNote(NamedFit fit) => fit.Converged ? null : $"'{fit.Name}' did not converge";

    /// <summary>A full stop at the end and a capital at the beginning; symbols stay small.</summary>
    private static string Sentence(string text) => (char.IsAsciiLetterLower(text[0]) ? char.ToUpperInvariant(text[0]) : text[0]) + text[1..].TrimEnd('.') + ".";

    private static string? Notes(params string?[] notes)
    {
        string[] sentences = [.. notes.OfType<string>().Where(n => n.Length > 0).Select(Sentence).Distinct()];
        return sentences.Length == 0 ? null : string.Join(" ", sentences);
    }
}
