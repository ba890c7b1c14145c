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

    /// <summary>Tests one saved fit against another; which of them is the restricted one is found out.</summary>
    /// <param name="first">Name and fit.</param>
    /// <param name="second">Name and fit.</param>
    /// <returns>
    /// The test: ½χ²(q − 1) + ½χ²(q) where least squares is tested against a frontier, χ²(q) otherwise.
    /// </returns>
    /// <exception cref="UsageException">
    /// <c>no-request</c>: a fit comes without its model in words; <c>other-rows</c>: the fits are of other data or other rows;
    /// <c>not-nested</c>: neither is a special case of the other.
    /// </exception>
    public static StudyTest OfSaved((string Name, SavedFit Fit) first, (string Name, SavedFit Fit) second)
    {
        TestedFit left = Tested(first), right = Tested(second);
        if (left.Result.ParameterCount > right.Result.ParameterCount)
            (left, right) = (right, left);
        if (SampleDifference(left, right) is { } difference)
            throw new UsageException("other-rows", difference);
        if (ModelNesting.Obstacle(left, right) is { } obstacle)
            throw new UsageException("not-nested", $"neither model is a special case of the other, so their likelihoods cannot be compared by a ratio: {obstacle}");
        if (left.Result.ParameterCount == right.Result.ParameterCount)
            throw new UsageException("not-nested", $"'{left.Name}' and '{right.Name}' have the same parameters: nothing is restricted");
        var name = new Phrase("test-name.against", ("restricted", left.Name), ("unrestricted", right.Name));
        StudyTest test = ModelNesting.KeyOf(left.Request) == "ols" && ModelNesting.IsFrontier(right.Request)
            ? AgainstLeastSquares(name.ToString(), right, left)
            : Interior(name.ToString(), left, right, null);
        return test with { NamePhrase = name };
    }

    /// <summary>
    /// The supremum of the likelihood: of a truncated normal on its ridge (or below its limit) that of the exponential law, which is its limit.
    /// </summary>
    internal static double Supremum(FitResult result) => result.Limit is { } limit ? Math.Max(limit.LogLikelihood, result.LogLikelihood) : result.LogLikelihood;

    internal static StudyTest AgainstLeastSquares(string name, TestedFit model, TestedFit? ols)
    {
        FitResult result = model.Result;
        string restricted = ols?.Name ?? LeastSquares;
        if (result.InefficiencyTest is not { } test || result.OlsLogLikelihood is not { } least)
            return Impossible(name, ols ?? model, model, new Phrase("test-note.no-least-squares", ("name", model.Name))) with { Restricted = restricted };
        double below = ols?.Result.LogLikelihood ?? least;
        // Regressors that the regression lacks are restrictions too.
        int more = ols is null ? 0 : Count(result, BlockNames.Frontier) - Count(ols.Result, BlockNames.Frontier);
        int q = test.Restrictions + more;
        MixedChiSquare reference = MixedChiSquare.ForOneBoundary(q);
        HypothesisTest ratio = LikelihoodRatioTest.Compute(Math.Max(Supremum(result), below), below, reference);
        return new StudyTest(name, ratio.Statistic, [q - 1, q], ratio.P, ratio.Reference, restricted, model.Name, below, Supremum(result))
        {
            BootstrapP = more == 0 ? test.BootstrapP : null,
        }.With(q > 1 ? new Phrase("test-note.boundary-convention") : new Phrase("test-note.boundary"), RidgeNote(model), ConvergenceNote(model));
    }

    internal static StudyTest Interior(string name, TestedFit restricted, TestedFit unrestricted, Phrase? note)
    {
        int df = unrestricted.Result.ParameterCount - restricted.Result.ParameterCount;
        if (df < 1)
            return Impossible(name, restricted, unrestricted, new Phrase("test-note.nothing-restricted"));
        HypothesisTest ratio = LikelihoodRatioTest.Compute(Supremum(unrestricted.Result), Supremum(restricted.Result), df);
        return new StudyTest(
            name, ratio.Statistic, [df], ratio.P, ratio.Reference, restricted.Name, unrestricted.Name, Supremum(restricted.Result), Supremum(unrestricted.Result))
        {
            UnrestrictedPhrase = unrestricted.Variant,
        }.With(
            note, ratio.NotePhrase, RidgeNote(unrestricted), RidgeNote(restricted), BoundaryNote(restricted),
            ConvergenceNote(unrestricted), ConvergenceNote(restricted));
    }

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
    private static StudyTest With(this StudyTest test, params Phrase?[] notes)
    {
        Phrase[] said = [.. notes.OfType<Phrase>().Distinct()];
        return test with { NotePhrases = said, Note = said.Length == 0 ? null : Words.English.Paragraph(said.Select(note => note.ToString())) };
    }
}
