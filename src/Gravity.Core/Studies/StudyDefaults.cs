using Gravity.Core.Data;
using Gravity.Core.Specification;
using Gravity.Core.Studies.Families;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>The tests and robustness columns of a study that states none.</summary>
internal static class StudyDefaults
{
    /// <summary>
    /// No inefficiency for each frontier; time-invariance where Battese and Coelli (1992) and Pitt and Lee (1981) stand side by side; half- against
    /// truncated-normal for the headline; each term of the headline's frontier; no determinants for each Battese and Coelli (1995).
    /// </summary>
    public static IReadOnlyList<StudyTestRequest> Tests(IReadOnlyList<StudyModel> models, string headline)
    {
        var tests = new List<StudyTestRequest>();
        void Add(Phrase name, string model, Func<StudyTestRequest, StudyTestRequest> complete) =>
            tests.Add(complete(new StudyTestRequest(name.ToString(), model, 0, 0) { NamePhrase = name }));

        foreach (StudyModel model in models.Where(m => ModelNesting.IsFrontier(m.Request)))
            Add(new Phrase("test-name.no-inefficiency", ("model", model.Name)), model.Name, t => t with { LeastSquares = true });
        foreach (StudyModel varying in models.Where(m => ModelNesting.KeyOf(m.Request) == "bc92"))
        {
            StudyModel? invariant = models.FirstOrDefault(m => ModelNesting.KeyOf(m.Request) == "pitt-lee"
                && ModelNesting.LawOf(m.Request) == ModelNesting.LawOf(varying.Request)
                && m.Request.Formula == varying.Request.Formula && m.Request.Where == varying.Request.Where && m.Request.Side == varying.Request.Side);
            if (invariant is not null)
                Add(new Phrase("test-name.against", ("restricted", invariant.Name), ("unrestricted", varying.Name)), varying.Name, t => t with { Against = invariant.Name });
        }
        StudyModel main = models.First(m => m.Name == headline);
        if (ModelNesting.LawOf(main.Request) == "half-normal" && Takes(main.Request, "truncated-normal"))
            Add(new Phrase("test-name.law"), headline, t => t with { Law = "truncated-normal" });
        if (ModelNesting.IsFrontier(main.Request))
        {
            foreach (Term term in Formula.Parse(main.Request.Formula).Index.Terms)
                Add(new Phrase("test-name.without", ("term", term.ToString()!)), headline, t => t with { Drop = [new Located<string>(term.ToString(), 0, 0)] });
        }
        foreach (StudyModel model in models.Where(m => ModelNesting.KeyOf(m.Request) == "bc95"))
        {
            Term[] terms = [.. ModelIndex.Parse(model.Request.Inefficiency!).Terms];
            if (terms.Length > 0)
                Add(new Phrase("test-name.no-determinants", ("model", model.Name)), model.Name, t => t with { Drop = [.. terms.Select(z => new Located<string>(z.ToString(), 0, 0))] });
        }
        return tests;
    }

    private static bool Takes(Estimation.ModelRequest request, string law) => ModelCatalog.Find(request.Model)!.Laws.Contains(law);

    /// <summary>The headline with the exponential law, and with year effects in place of the regressors that vary over time only.</summary>
    public static IReadOnlyList<StudyModel> Robustness(Study study, TradePanel panel, StudyModel headline)
    {
        if (!ModelNesting.IsFrontier(headline.Request))
            return [];
        var columns = new List<StudyModel>();
        if (ModelNesting.LawOf(headline.Request) == "half-normal" && Takes(headline.Request, "exponential"))
        {
            columns.Add(headline with
            {
                Name = "exponential law",
                Request = ModelNesting.WithLaw(headline.Request, "exponential"),
                From = headline.Name,
                Changes = ["law: exponential"],
            });
        }
        bool levels = ModelFamilies.Of(headline.Request.Model).Formulas(headline.Request).FlowInLevels;
        string? yearEffects = StudyTables.At(study, headline.Line, headline.Column, $"model '{headline.Name}'", () =>
        {
            TradePanel used = headline.Request.Where is { } where ? panel.Where(where) : panel;
            return TimeVariants.Of(headline.Request.Formula, DesignBuilder.Build(used, ModelFormulas.Parse(headline.Request.Formula) with { FlowInLevels = levels }), headline.Request.Time)?.YearEffects;
        });
        if (yearEffects is not null)
        {
            columns.Add(headline with
            {
                Name = "year effects",
                Request = headline.Request with { Formula = yearEffects },
                From = headline.Name,
                Changes = [$"formula: {yearEffects}"],
            });
        }
        HashSet<string> taken = [.. study.Models.Select(m => m.Name)];
        return [.. columns.Where(c => !taken.Contains(c.Name))];
    }
}
