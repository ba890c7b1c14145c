using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>The key <c>tests</c> of a study file.</summary>
internal static class StudyTestSection
{
    public static IReadOnlyList<StudyTestRequest> Read(StudyNode node, IReadOnlyList<StudyModel> models) =>
        [.. node.Map().Entries.Select(e => Test(e.Key, e.Name, e.Value.Map(), models))];

    private static StudyTestRequest Test(StudyNode key, string name, StudyMap map, IReadOnlyList<StudyModel> models)
    {
        map.Allow(["model", "against", "nonnested", "drop", "law"]);
        string[] names = [.. models.Select(m => m.Name)];
        string model = map.Require("model").Word("model", names);
        StudyNode? against = map.Find("against"), rival = map.Find("nonnested"), drop = map.Find("drop"), law = map.Find("law");
        if (new[] { against, rival, drop, law }.Count(n => n is not null) != 1)
            throw key.Error("wrong-test", $"the test '{name}' needs exactly one of 'against' (a nested model), 'nonnested' (a rival), 'drop' (terms) and 'law' (a wider law)");
        StudyModel tested = models.First(m => m.Name == model);
        var request = new StudyTestRequest(name, model, key.Line, key.Column);
        if (against is not null)
        {
            string other = against.Word("model", names);
            return other != model ? request with { Against = other } : throw against.Error("wrong-test", $"the test '{name}' compares '{model}' with itself");
        }
        if (rival is not null)
        {
            string other = rival.Word("model", names);
            return other != model ? request with { NonNested = other } : throw rival.Error("wrong-test", $"the test '{name}' compares '{model}' with itself");
        }
        if (drop is not null)
            return request with { Drop = Terms(drop, tested) };
        string wider = law!.Word("law", ["truncated-normal"]);
        return ModelNesting.LawOf(tested.Request) == "half-normal" && ModelNesting.KeyOf(tested.Request) != "bc95"
            ? request with { Law = wider }
            : throw law.Error("wrong-test", $"the truncated normal contains the half-normal law only; '{model}' is not half-normal");
    }

    private static IReadOnlyList<Located<string>> Terms(StudyNode drop, StudyModel model)
    {
        IReadOnlyList<Located<string>> terms = drop.Texts();
        if (terms.Count == 0)
            throw drop.Error("wrong-test", "'drop' names no term");
        IReadOnlyList<string> known = TermRemoval.TermsOf(model.Request);
        foreach (StudyNode item in drop.Items())
        {
            ModelIndex index;
            try
            {
                index = ModelIndex.Parse(item.Text());
            }
            catch (UsageException error)
            {
                throw item.Error(error.Code, error.Message, error);
            }
            foreach (string term in index.Terms.Select(t => t.ToString()))
                if (!known.Contains(term))
                    throw item.Error("unknown-term", NearestNames.Sentence($"term of '{model.Name}'", term, known));
        }
        return terms;
    }
}
