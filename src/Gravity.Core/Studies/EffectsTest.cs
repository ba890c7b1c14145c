using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>True fixed against true random effects: are the units' constants uncorrelated with the regressors?</summary>
/// <remarks>
/// Hausman (1978) over the slopes that both models estimate: free constants (<c>tfe</c>) are consistent either way, constants of a normal law (<c>tre</c>) only when they are
/// uncorrelated with x, and then efficient. It works on saved numbers. In short units the bias of free constants in the variances hardly touches the slopes.
/// </remarks>
internal static class EffectsTest
{
    private const string Fixed = "tfe", Random = "tre";

    /// <summary>The two fits as consistent and efficient estimator; null when they are no such pair.</summary>
    public static (TestedFit Consistent, TestedFit Efficient)? Pair(TestedFit first, TestedFit second) => (first.Result.Model, second.Result.Model) switch
    {
        (Fixed, Random) => (first, second),
        (Random, Fixed) => (second, first),
        _ => null,
    };

    /// <summary>(b_c − b_e)'(V_c − V_e)⁺(b_c − b_e) over the common slopes; NaN with a note where it is not defined.</summary>
    public static StudyTest Of(string name, TestedFit consistent, TestedFit efficient)
    {
        StudyTest Undefined(Phrase why) => NestedTest.Impossible(name, efficient, consistent, why);
        if (!consistent.Converged || !efficient.Converged)
            return Undefined(new Phrase("test-note.not-converged", ("name", consistent.Converged ? efficient.Shown : consistent.Shown)));
        if (consistent.Result.Response != efficient.Result.Response)
            return Undefined(new Phrase("test-note.hausman-left-side"));
        foreach (TestedFit fit in new[] { consistent, efficient })
            if (fit.Result.Covariance.Kind is not (CovarianceKind.Hessian or CovarianceKind.OuterProduct))
                return Undefined(new Phrase("test-note.hausman-robust", ("name", fit.Shown)));
        string[] slopes = [.. Slopes(consistent.Result).Intersect(Slopes(efficient.Result), StringComparer.Ordinal)];
        if (slopes.Length == 0)
            return Undefined(new Phrase("test-note.hausman-nothing-common"));
        (double[] ours, Matrix own) = Part(consistent.Result, slopes);
        (double[] theirs, Matrix other) = Part(efficient.Result, slopes);
        HypothesisTest test = HausmanTest.Compute(ours, own, theirs, other);
        if (double.IsNaN(test.Statistic))
            return Undefined(new Phrase("test-note.hausman-undefined"));
        return new StudyTest(
            name, test.Statistic, [(int)test.DegreesOfFreedom], test.P, test.Reference, efficient.Name, consistent.Name,
            efficient.Result.LogLikelihood, consistent.Result.LogLikelihood)
        {
            Kind = StudyTestKind.Hausman,
        }.With(new Phrase("test-note.hausman", ("count", slopes.Length), ("terms", string.Join(", ", slopes))), test.NotePhrase);
    }

    private static IEnumerable<string> Slopes(FitResult fit) => fit.Parameters
        .Where(p => p.Block == BlockNames.Frontier && p.Name != BlockNames.Intercept && p.StandardError > 0 && double.IsFinite(p.StandardError)).Select(p => p.Name);

    private static (double[] Estimates, Matrix Covariance) Part(FitResult fit, string[] slopes)
    {
        int[] positions = [.. slopes.Select(name => fit.Parameters.Select((p, j) => (p, j)).First(x => x.p.Block == BlockNames.Frontier && x.p.Name == name).j)];
        return ([.. positions.Select(j => fit.Parameters[j].Estimate)], fit.Covariance.Matrix.Submatrix(positions));
    }
}
