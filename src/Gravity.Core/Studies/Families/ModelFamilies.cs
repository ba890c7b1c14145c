using Gravity.Core.Estimation;

namespace Gravity.Core.Studies.Families;

/// <summary>The families of models at hand.</summary>
internal static class ModelFamilies
{
    /// <summary>All families, in the order of <c>gravity models</c>: those of a kind together, for its headings.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } =
    [
        new LeastSquaresFamily(), new PseudoLikelihoodFamily(), new PooledFamily(), new MixtureFamily(), new SelectionFamily(), new PoissonFrontierFamily(), new MetafrontierFamily(),
        new SharedPathFamily(), new UnitEffectsFamily(), new UnitConstantsFamily(), new RandomInterceptFamily(),
    ];

    /// <summary>The family of a model or of a law as a short form of <c>pooled</c>.</summary>
    public static ModelFamily Of(string model)
    {
        string key = ModelCatalog.Find(model)!.Key;
        return All.First(family => family.Entries.Any(entry => entry.Key == key));
    }

    /// <summary>The covariance of a request, the model's own where it names none.</summary>
    public static string VceOf(ModelRequest request) => request.Vce ?? Of(request.Model).DefaultVce(ModelCatalog.Find(request.Model)!.Key);

    /// <summary>Whether a model takes an option; what is no option of <see cref="RequestOption"/> is taken by all.</summary>
    public static bool Takes(string model, string option) =>
        RequestOption.All.All(o => o.Name != option) || Of(model).Options(ModelCatalog.Find(model)!.Key).Contains(option);

    /// <summary>Refuses what a request sets and its model would not read.</summary>
    /// <exception cref="UsageException"><c>no-such-index</c> for laws and indices, <c>option-not-for-model</c> else.</exception>
    public static void RefuseForeign(ModelRequest request)
    {
        foreach (RequestOption option in RequestOption.All.Where(o => o.IsGiven(request) && !Takes(request.Model, o.Name)))
        {
            bool index = option.Name is "law" or "noise" or "inefficiency" or "sigma-u" or "sigma-v" or "mean-u" or "sigma-u0" or "sigma-w";
            string[] takers = [.. All.SelectMany(f => f.Entries).Where(e => Takes(e.Key, option.Name)).Select(e => e.Key)];
            throw new UsageException(
                index ? "no-such-index" : "option-not-for-model",
                $"--{option.Name} does not apply to '{request.Model}'{(takers.Length == 0 ? "" : $"; it is for {string.Join(", ", takers)}")}");
        }
    }
}
