using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Two rival models on the same rows, neither a special case of the other.</summary>
/// <param name="Name">Name of the comparison.</param>
/// <param name="First">Name of A; positive statistics are in its favour.</param>
/// <param name="Second">Name of B.</param>
/// <param name="FirstLogLik">ℓ of A.</param>
/// <param name="SecondLogLik">ℓ of B.</param>
/// <param name="Tests">Vuong's and Clarke's tests; null where they cannot be made, which <see cref="Notes"/> explain.</param>
public sealed record NonNestedTest(string Name, string First, string Second, double FirstLogLik, double SecondLogLik, NonNestedTests? Tests)
{
    /// <summary>True where the units compared are those of a panel, false where they are rows.</summary>
    public bool ByUnits { get; init; }

    /// <summary>What a reader must know, in sentences.</summary>
    public IReadOnlyList<Phrase> Notes { get; init; } = [];

    /// <summary>The notes in a language; null when there are none.</summary>
    /// <param name="words">The language.</param>
    public string? NoteIn(Words words) => Notes.Count == 0 ? null : words.Paragraph(Notes.Select(note => note.In(words)));

    /// <summary>Compares two fits that are bound to their rows.</summary>
    /// <param name="name">Name of the comparison.</param>
    /// <param name="first">Name and fit of A.</param>
    /// <param name="second">Name and fit of B.</param>
    /// <exception cref="UsageException"><c>other-rows</c>: the fits are of other rows or of another left side; <c>nested</c>: one contains the other.</exception>
    public static NonNestedTest Of(string name, (string Name, ModelFit Fit) first, (string Name, ModelFit Fit) second)
    {
        ModelFit a = first.Fit, b = second.Fit;
        if (a.Result.Response != b.Result.Response)
            throw new UsageException("other-rows", $"rivals explain the same left side: '{first.Name}' has {a.Result.Response}, '{second.Name}' {b.Result.Response}");
        int[] rowsA = Rows(a), rowsB = Rows(b);
        if (a.Panel.Sha256 != b.Panel.Sha256 || !rowsA.ToHashSet().SetEquals(rowsB))
        {
            int common = rowsA.Intersect(rowsB).Count();
            throw new UsageException(
                "other-rows", $"rivals are compared row by row: '{first.Name}' has {rowsA.Length} rows, '{second.Name}' {rowsB.Length}, {common} of them the same. Give both the same --where");
        }
        if (NestedTest.Contains((first.Name, a), (second.Name, b)))
            throw new UsageException("nested", $"one of '{first.Name}' and '{second.Name}' is a special case of the other: the likelihood ratio is their test, so leave out 'nonnested'");
        var test = new NonNestedTest(name, first.Name, second.Name, a.Result.LogLikelihood, b.Result.LogLikelihood, null);
        foreach ((string who, ModelFit fit) in new[] { first, second })
        {
            if (fit.Likelihood is null || fit.Likelihood.UnitLogLikelihoods(fit.Result.Theta) is null)
                return test with { Notes = [new Phrase("rivals.no-units", ("name", who))] };
            if (!fit.Result.Theta.All(double.IsFinite))
                return test with { Notes = [new Phrase("rivals.boundary", ("name", who))] };
        }
        FrontierLikelihood left = a.Likelihood!, right = b.Likelihood!;
        bool leftCoarser = left.UnitCount <= right.UnitCount;
        (FrontierLikelihood coarse, int[] coarseRows) = leftCoarser ? (left, rowsA) : (right, rowsB);
        var group = new Dictionary<int, int>();
        for (int i = 0; i < coarseRows.Length; i++)
            group[coarseRows[i]] = coarse.UnitOf(i);
        if (Grouped(a, rowsA, group, coarse.UnitCount) is not { } one || Grouped(b, rowsB, group, coarse.UnitCount) is not { } other)
            return test with { Notes = [new Phrase("rivals.other-units", ("first", first.Name), ("second", second.Name))] };
        var tests = NonNestedTests.Of(one, other);
        var notes = new List<Phrase>();
        if (left.UnitCount != right.UnitCount)
            notes.Add(new Phrase("rivals.coarser", ("name", leftCoarser ? first.Name : second.Name), ("count", coarse.UnitCount)));
        if (tests.Units < 50)
            notes.Add(new Phrase("rivals.few-units", ("count", tests.Units)));
        foreach ((string who, ModelFit fit) in new[] { first, second })
            if (!fit.Result.Converged)
                notes.Add(new Phrase("test-note.not-converged", ("name", who)));
        return test with { Tests = tests, ByUnits = coarse.UnitCount < rowsA.Length, Notes = notes };
    }

    private static int[] Rows(ModelFit fit) => Array.ConvertAll(fit.Design.PanelRows, fit.Panel.SourceRow);

    /// <summary>Sums over the groups; null where a unit of the model lies in several.</summary>
    private static UnitContributions? Grouped(ModelFit fit, int[] sourceRows, Dictionary<int, int> group, int groups)
    {
        FrontierLikelihood model = fit.Likelihood!;
        double[] theta = fit.Result.Theta;
        var ofUnit = new int[model.UnitCount];
        Array.Fill(ofUnit, -1);
        for (int i = 0; i < sourceRows.Length; i++)
        {
            int unit = model.UnitOf(i), of = group[sourceRows[i]];
            if (ofUnit[unit] >= 0 && ofUnit[unit] != of)
                return null;
            ofUnit[unit] = of;
        }
        double[] own = model.UnitLogLikelihoods(theta)!;
        Matrix scores = new(model.UnitCount, model.Dimension), sums = new(groups, model.Dimension), hessian = new(model.Dimension, model.Dimension);
        model.Scores(theta, scores);
        model.Evaluate(theta, new double[model.Dimension], hessian.Values);
        var values = new double[groups];
        for (int unit = 0; unit < own.Length; unit++)
        {
            values[ofUnit[unit]] += own[unit];
            for (int j = 0; j < model.Dimension; j++)
                sums[ofUnit[unit], j] += scores[unit, j];
        }
        return new UnitContributions(values, sums, Covariance.FromHessian(hessian).Matrix);
    }
}
