using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>A fit as a likelihood-ratio test sees it: words and numbers, no data.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Request">The model in words.</param>
/// <param name="Result">Its estimates.</param>
internal sealed record TestedFit(string Name, ModelRequest Request, FitResult Result)
{
    /// <summary>A ridge counts: the likelihood of its limit is known.</summary>
    public bool Converged => Result.Converged || Result.Termination == TerminationWords.Ridge;

    /// <summary>What notes call it, in every language.</summary>
    public Phrase Shown => Variant ?? Phrase.Verbatim(Name);

    /// <summary>The name of a variant that the study does not name itself.</summary>
    public Phrase? Variant { get; init; }

    /// <summary>A fit of a study.</summary>
    public static TestedFit Of(NamedFit fit) => new(fit.Name, fit.Fit.Request, fit.Result) { Variant = fit.NamePhrase };
}

/// <summary>Likelihood-ratio tests of nested fits to the same rows, with the law that belongs to the restrictions.</summary>
public static class NestedTest
{
    /// <summary>What the restricted model is called where it is least squares on the model's own rows and regressors.</summary>
    public const string LeastSquares = "least squares";

    /// <summary>What it is called for a model of flows in levels.</summary>
    public const string PoissonRegression = "Poisson regression";

    /// <summary>Tests one saved fit against another; which of them is the restricted one is found out.</summary>
    /// <param name="first">Name and fit.</param>
    /// <param name="second">Name and fit.</param>
    /// <returns>
    /// The test: Hausman's where true fixed effects meet true random effects, else a likelihood ratio with ½χ²(q − 1) + ½χ²(q) where least squares is tested against a frontier, χ²(q) otherwise.
    /// </returns>
    /// <exception cref="UsageException">
    /// <c>no-request</c>: a fit comes without its model in words; <c>other-rows</c>: the fits are of other data or other rows;
    /// <c>not-nested</c>: neither is a special case of the other.
    /// </exception>
    public static StudyTest OfSaved((string Name, SavedFit Fit) first, (string Name, SavedFit Fit) second)
    {
        TestedFit left = Tested(first), right = Tested(second);
        if (EffectsTest.Pair(left, right) is { } effects)
        {
            if (SampleDifference(left, right) is { } other)
                throw new UsageException("other-rows", other);
            var pair = new Phrase("test-name.against", ("restricted", effects.Efficient.Name), ("unrestricted", effects.Consistent.Name));
            return EffectsTest.Of(pair.ToString(), effects.Consistent, effects.Efficient) with { NamePhrase = pair };
        }
        if (left.Result.ParameterCount > right.Result.ParameterCount)
            (left, right) = (right, left);
        bool frontier = ModelNesting.IsRegressionOf(left, right);
        if ((!left.Result.HasLikelihood && !frontier) || !right.Result.HasLikelihood)
            throw new UsageException("lr-without-likelihood", "a fit with sampling weights has a pseudo-likelihood, and its ratios follow no χ² law: compare by Wald tests");
        if (left.Result.Weights != right.Result.Weights)
            throw new UsageException("other-weights", $"a likelihood ratio needs the same weights: '{left.Name}' and '{right.Name}' differ in theirs");
        if (SampleDifference(left, right) is { } difference)
            throw new UsageException("other-rows", difference);
        if (ModelNesting.ObstacleWithConstraints(left, right) is { } obstacle)
            throw new UsageException("not-nested", $"neither model is a special case of the other, so their likelihoods cannot be compared by a ratio: {obstacle}. With --data DATA they are compared as rivals, by the tests of Vuong and Clarke");
        if (left.Result.ParameterCount == right.Result.ParameterCount)
            throw new UsageException("not-nested", $"'{left.Name}' and '{right.Name}' have the same parameters: nothing is restricted");
        var name = new Phrase("test-name.against", ("restricted", left.Name), ("unrestricted", right.Name));
        StudyTest test = frontier
            ? AgainstLeastSquares(name.ToString(), right, left)
            : Interior(name.ToString(), left, right, null);
        return test with { NamePhrase = name };
    }

    /// <summary>Whether one of two fits is a special case of the other, so that a likelihood ratio tests them.</summary>
    /// <param name="first">Name and fit.</param>
    /// <param name="second">Name and fit.</param>
    public static bool Contains((string Name, ModelFit Fit) first, (string Name, ModelFit Fit) second)
    {
        TestedFit left = new(first.Name, first.Fit.Request, first.Fit.Result), right = new(second.Name, second.Fit.Request, second.Fit.Result);
        if (left.Result.ParameterCount > right.Result.ParameterCount)
            (left, right) = (right, left);
        return left.Result.ParameterCount < right.Result.ParameterCount && ModelNesting.Obstacle(left, right) is null;
    }

    /// <summary>
    /// The supremum of the likelihood: of a truncated normal on its ridge (or below its limit) that of the exponential law, which is its limit.
    /// </summary>
    internal static double Supremum(FitResult result) => result.Limit is { } limit ? Math.Max(limit.LogLikelihood, result.LogLikelihood) : result.LogLikelihood;

    internal static StudyTest AgainstLeastSquares(string name, TestedFit model, TestedFit? ols)
    {
        FitResult result = model.Result;
        bool counts = result.Noise == "poisson" && (ols is null || ModelNesting.KeyOf(ols.Request) == "ppml");
        string restricted = ols?.Name ?? (counts ? PoissonRegression : LeastSquares);
        if (result.InefficiencyTest is not { } test || (counts ? result.LogLikelihood - 0.5 * test.Statistic : result.OlsLogLikelihood) is not { } least)
            return Impossible(name, ols ?? model, model, new Phrase("test-note.no-least-squares", ("name", model.Name))) with { Restricted = restricted };
        double below = ols?.Result.LogLikelihood ?? least;
        // Regressors that the regression lacks are restrictions too.
        int more = ols is null ? 0 : Count(result, BlockNames.Frontier) - Count(ols.Result, BlockNames.Frontier);
        if (double.IsNaN(test.P))
        {
            double statistic = Math.Max(0, 2 * (result.LogLikelihood - below));
            return new StudyTest(name, statistic, [], double.NaN, "", restricted, model.Name, below, result.LogLikelihood)
            {
                BootstrapP = more == 0 ? test.BootstrapP : null,
            }.With(new Phrase("test-note.mixture-reference", ("name", model.Shown)), ConvergenceNote(model));
        }
        int q = ols is not null && (result.Constraints.Count > 0 || ols.Result.Constraints.Count > 0)
            ? result.ParameterCount - ols.Result.ParameterCount : test.Restrictions + more;
        if (q < test.Components)
            return Impossible(name, ols ?? model, model, new Phrase("test-note.nothing-restricted")) with { Restricted = restricted };
        MixedChiSquare reference = MixedChiSquare.ForIndependentBoundaries(test.Components, q - test.Components);
        HypothesisTest ratio = LikelihoodRatioTest.Compute(Math.Max(Supremum(result), below), below, reference);
        return new StudyTest(name, ratio.Statistic, [.. Enumerable.Range(q - test.Components, test.Components + 1)], ratio.P, ratio.Reference, restricted, model.Name, below, Supremum(result))
        {
            BootstrapP = more == 0 ? test.BootstrapP : null,
        }.With(q > 1 ? new Phrase("test-note.boundary-convention") : new Phrase("test-note.boundary"), RidgeNote(model), ConvergenceNote(model));
    }

    internal static StudyTest Interior(string name, TestedFit restricted, TestedFit unrestricted, Phrase? note)
    {
        int df = unrestricted.Result.ParameterCount - restricted.Result.ParameterCount;
        if (df < 1)
            return Impossible(name, restricted, unrestricted, new Phrase("test-note.nothing-restricted"));
        if (!restricted.Result.HasLikelihood || !unrestricted.Result.HasLikelihood)
            return Impossible(name, restricted, unrestricted, new Phrase("test-note.pseudo-likelihood"));
        // A variance that is zero in the restricted model lies at the end of its range.
        bool boundary = ModelNesting.IsAtBoundary(restricted, unrestricted);
        HypothesisTest ratio = boundary
            ? LikelihoodRatioTest.Compute(
                Math.Max(Supremum(unrestricted.Result), Supremum(restricted.Result)), Supremum(restricted.Result), MixedChiSquare.ForOneBoundary(df))
            : LikelihoodRatioTest.Compute(Supremum(unrestricted.Result), Supremum(restricted.Result), df);
        return new StudyTest(
            name, ratio.Statistic, boundary ? [df - 1, df] : [df], ratio.P, ratio.Reference, restricted.Name, unrestricted.Name, Supremum(restricted.Result), Supremum(unrestricted.Result))
        {
            UnrestrictedPhrase = unrestricted.Variant,
        }.With(
            note, boundary ? new Phrase(ModelNesting.IsShareBoundary(unrestricted) ? "test-note.share-boundary" : "test-note.variance-boundary", ("name", restricted.Shown)) : null, ratio.NotePhrase, RidgeNote(unrestricted), RidgeNote(restricted), BoundaryNote(restricted),
            ConvergenceNote(unrestricted), ConvergenceNote(restricted));
    }

    /// <summary>The Wald test that the parameters which the restricted fit lacks are zero, from the covariance of the unrestricted one: χ²(q), or F(q, df) where its table uses t(df).</summary>
    internal static StudyTest OfDroppedParameters(string name, TestedFit restricted, TestedFit unrestricted)
    {
        IReadOnlyList<ParameterEstimate> all = unrestricted.Result.Parameters;
        HashSet<(string, string)> left = [.. restricted.Result.Parameters.Select(p => (p.Block, p.Name))];
        int[] dropped = [.. Enumerable.Range(0, all.Count).Where(j => !left.Contains((all[j].Block, all[j].Name)) && !all[j].Fixed)];
        if (dropped.Length == 0)
            return Impossible(name, restricted, unrestricted, new Phrase("test-note.nothing-restricted"));
        HypothesisTest wald = WaldTest.Zero(unrestricted.Result.Theta, unrestricted.Result.Covariance.Matrix, dropped, unrestricted.Result.DegreesOfFreedom);
        return new StudyTest(
            name, wald.Statistic, [dropped.Length], wald.P, wald.Reference, restricted.Name, unrestricted.Name, restricted.Result.LogLikelihood, unrestricted.Result.LogLikelihood)
        {
            Kind = StudyTestKind.Wald,
            UnrestrictedPhrase = unrestricted.Variant,
        }.With(wald.NotePhrase, ConvergenceNote(unrestricted));
    }

    /// <summary>Whether <see cref="OfSaved"/> compares the two by Hausman's test rather than by their likelihoods.</summary>
    public static bool IsHausmanPair((string Name, ModelFit Fit) first, (string Name, ModelFit Fit) second) =>
        EffectsTest.Pair(new TestedFit(first.Name, first.Fit.Request, first.Fit.Result), new TestedFit(second.Name, second.Fit.Request, second.Fit.Result)) is not null;

    internal static StudyTest Impossible(string name, TestedFit restricted, TestedFit unrestricted, Phrase why) =>
        new StudyTest(name, double.NaN, [], double.NaN, "", restricted.Name, unrestricted.Name, restricted.Result.LogLikelihood, unrestricted.Result.LogLikelihood)
            .With(why);

    private static TestedFit Tested((string Name, SavedFit Fit) saved) => saved.Fit.Request is { } request
        ? new TestedFit(saved.Name, request, saved.Fit.Result)
        : throw new UsageException("no-request", $"'{saved.Name}' holds estimates without the model in words: save the fit with gravity fit --save");

    /// <summary>Why two saved fits are not of the same rows; null when they are.</summary>
    private static string? SampleDifference(TestedFit left, TestedFit right)
    {
        if (left.Result.DataSha256 != right.Result.DataSha256)
            return $"a likelihood ratio needs the same data: '{left.Name}' and '{right.Name}' were fitted on different files (their SHA-256 differ)";
        HashSet<int> first = Dropped(left), second = Dropped(right);
        if (left.Result.Sample.RowsRead == right.Result.Sample.RowsRead && first.SetEquals(second))
            return null;
        int[] differing = [.. first.Except(second).Union(second.Except(first)).Order()];
        string rows = string.Join(", ", differing.Take(5).Select(r => r.ToString(CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture,
            $"a likelihood ratio needs the same rows: '{left.Name}' has {left.Result.Observations}, '{right.Name}' {right.Result.Observations}; "
            + $"they differ in {differing.Length} (first {rows}). Give both the same --where, so that no missing value makes the difference");
    }

    private static HashSet<int> Dropped(TestedFit fit) => [.. fit.Result.Sample.Dropped.SelectMany(d => d.Rows)];

    private static int Count(FitResult result, string block) => result.Parameters.Count(p => p.Block == block);

    private static Phrase? RidgeNote(TestedFit fit)
    {
        if (fit.Result.Limit is not { } limit || fit.Result.HasShapeRidge)
        {
            return fit.Result.Termination == TerminationWords.Ridge
                ? new Phrase("test-note.ridge", ("name", fit.Shown), ("why", fit.Result.MessagePhrase))
                : null;
        }
        return new Phrase(
            fit.Result.Termination == TerminationWords.Ridge ? "test-note.ridge-limit" : "test-note.below-limit",
            ("name", fit.Shown), ("limit", limit.LogLikelihood.ToString("F4", CultureInfo.InvariantCulture)));
    }

    private static Phrase? BoundaryNote(TestedFit fit) =>
        fit.Result.Termination == TerminationWords.Boundary ? new Phrase("test-note.at-boundary", ("name", fit.Shown)) : null;

    private static Phrase? ConvergenceNote(TestedFit fit) => fit.Converged ? null : new Phrase("test-note.not-converged", ("name", fit.Shown));

    /// <summary>The test with what its reader must know, each sentence once.</summary>
    internal static StudyTest With(this StudyTest test, params Phrase?[] notes)
    {
        Phrase[] said = [.. notes.OfType<Phrase>().Distinct()];
        return test with { NotePhrases = said, Note = said.Length == 0 ? null : Words.English.Paragraph(said.Select(note => note.ToString())) };
    }
}
