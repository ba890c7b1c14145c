using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Makes the likelihood-ratio tests of a study.</summary>
internal sealed class StudyTestRunner(StudyPlan plan, StudyFitter fitter, IReadOnlyList<NamedFit> models)
{
    /// <summary>Makes one test. Where it cannot be made, its statistic is NaN and its note says why.</summary>
    public StudyTest Run(StudyTestRequest request) => Made(request) with { NamePhrase = request.NamePhrase };

    private StudyTest Made(StudyTestRequest request)
    {
        NamedFit model = Model(request.Model);
        return StudyTables.At(plan.Study, request.Line, request.Column, $"test '{request.Name}'", () =>
            request.LeastSquares ? NestedTest.AgainstLeastSquares(request.Name, TestedFit.Of(model), null)
            : request.Against is { } against ? Against(request.Name, Model(against), model)
            : request.Law is not null ? WiderLaw(request.Name, model)
            : Drop(request, model));
    }

    /// <summary>
    /// The supremum of the likelihood: of a truncated normal on its ridge (or below its limit) that of the exponential law, which is its limit.
    /// </summary>
    public static double Supremum(FitResult result) => NestedTest.Supremum(result);

    private NamedFit Model(string name) => models.First(m => m.Name == name);

    private static StudyTest Against(string name, NamedFit restrictedFit, NamedFit unrestrictedFit)
    {
        TestedFit restricted = TestedFit.Of(restrictedFit), unrestricted = TestedFit.Of(unrestrictedFit);
        if (ModelNesting.Obstacle(restricted, unrestricted) is { } obstacle)
        {
            return NestedTest.Impossible(name, restricted, unrestricted, ModelNesting.Obstacle(unrestricted, restricted) is null
                ? new Phrase("test-note.exchange", ("name", unrestricted.Name))
                : new Phrase("test-note.not-nested", ("why", obstacle)));
        }
        if (SampleDifference(restrictedFit, unrestrictedFit) is { } difference)
            return NestedTest.Impossible(name, restricted, unrestricted, difference);
        return ModelNesting.KeyOf(restricted.Request) == "ols" && ModelNesting.IsFrontier(unrestricted.Request)
            ? NestedTest.AgainstLeastSquares(name, unrestricted, restricted)
            : NestedTest.Interior(name, restricted, unrestricted, null);
    }

    private StudyTest WiderLaw(string name, NamedFit model) =>
        NestedTest.Interior(name, TestedFit.Of(model), TestedFit.Of(fitter.WithLaw(model, "truncated-normal")), null);

    private StudyTest Drop(StudyTestRequest request, NamedFit model)
    {
        string[] terms = [.. request.Drop.Select(d => d.Value)];
        ModelRequest reduced = TermRemoval.Drop(model.Fit.Request, terms);
        var phrase = new Phrase("test-name.model-without", ("model", model.Name), ("terms", string.Join(", ", terms)));
        string name = phrase.ToString();
        NamedFit restricted;
        try
        {
            restricted = fitter.Refit(model, name, reduced) with { NamePhrase = phrase };
        }
        catch (DataUnfitException error)
        {
            return NestedTest.Impossible(request.Name, TestedFit.Of(model), TestedFit.Of(model), new Phrase("test-note.cannot-be-fitted", ("why", error.Message))) with
            {
                Restricted = name,
                RestrictedLogLik = double.NaN,
            };
        }
        return NestedTest.Interior(request.Name, TestedFit.Of(restricted), TestedFit.Of(model), reduced.Model != model.Fit.Request.Model
            ? new Phrase("test-note.pooled", ("law", new Phrase("law-name." + ModelNesting.LawOf(reduced)!)))
            : null);
    }

    /// <summary>Why the rows of two fits differ; null when they are the same.</summary>
    private static Phrase? SampleDifference(NamedFit left, NamedFit right)
    {
        HashSet<int> first = Rows(left), second = Rows(right);
        if (first.SetEquals(second))
            return null;
        return new Phrase("test-note.other-rows", ("left", left.Name), ("right", right.Name),
            ("first", Whole(first.Count)), ("second", Whole(second.Count)), ("common", Whole(first.Intersect(second).Count())));
    }

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static HashSet<int> Rows(NamedFit fit) => [.. fit.Fit.Design.PanelRows.Select(fit.Fit.Panel.SourceRow)];
}
