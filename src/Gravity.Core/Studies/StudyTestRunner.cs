using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Makes the likelihood-ratio tests of a study.</summary>
internal sealed class StudyTestRunner(StudyPlan plan, StudyFitter fitter, IReadOnlyList<NamedFit> models)
{
    /// <summary>Makes one test. Where it cannot be made, its statistic is NaN and its note says why.</summary>
    public StudyTest Run(StudyTestRequest request) => Made(request) with { NamePhrase = request.NamePhrase };

    /// <summary>Compares two rivals; null where one contains the other, whose test is the likelihood ratio of <see cref="Run"/>.</summary>
    public NonNestedTest? Rivals(StudyTestRequest request)
    {
        NamedFit first = Model(request.Model), second = Model(request.NonNested!);
        if (NestedTest.Contains((first.Name, first.Fit), (second.Name, second.Fit)))
            return null;
        return StudyTables.At(plan.Study, request.Line, request.Column, $"test '{request.Name}'", () =>
            NonNestedTest.Of(request.Name, (first.Name, first.Fit), (second.Name, second.Fit)));
    }

    private StudyTest Made(StudyTestRequest request)
    {
        NamedFit model = Model(request.Model);
        return StudyTables.At(plan.Study, request.Line, request.Column, $"test '{request.Name}'", () =>
            request.LeastSquares ? NestedTest.AgainstLeastSquares(request.Name, TestedFit.Of(model), null)
            : request.Against is { } against ? Against(request.Name, Model(against), model)
            : request.NonNested is { } rival ? Nested(request.Name, model, Model(rival))
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
        if (ModelNesting.ObstacleWithConstraints(restricted, unrestricted) is { } obstacle)
        {
            return NestedTest.Impossible(name, restricted, unrestricted, ModelNesting.ObstacleWithConstraints(unrestricted, restricted) is null
                ? new Phrase("test-note.exchange", ("name", unrestricted.Name))
                : new Phrase("test-note.not-nested", ("why", obstacle)));
        }
        if (SampleDifference(restrictedFit, unrestrictedFit) is { } difference)
            return NestedTest.Impossible(name, restricted, unrestricted, difference);
        return ModelNesting.IsRegressionOf(restricted, unrestricted)
            ? NestedTest.AgainstLeastSquares(name, unrestricted, restricted)
            : NestedTest.Interior(name, restricted, unrestricted, null);
    }

    /// <summary>Models that were called rivals and are not: the smaller against the larger, and a note that says so.</summary>
    private static StudyTest Nested(string name, NamedFit first, NamedFit second)
    {
        bool firstSmaller = first.Result.ParameterCount < second.Result.ParameterCount;
        StudyTest test = firstSmaller ? Against(name, first, second) : Against(name, second, first);
        Phrase[] notes = [new Phrase("rivals.nested", ("inner", test.Restricted), ("outer", test.Unrestricted)), .. test.NotePhrases];
        return test with { NotePhrases = notes, Note = Words.English.Paragraph(notes.Select(note => note.ToString())) };
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
        if (!model.Result.HasLikelihood)
            return NestedTest.OfDroppedParameters(request.Name, TestedFit.Of(restricted), TestedFit.Of(model));
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
