using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>One member of the family of frontiers: model × law × side × indices.</summary>
internal sealed record FrontierVariant(string Name, FrontierSpecification Specification, FrontierSamples.Indices Indices, bool MeanIntercept = true)
{
    /// <summary>Every member that a user can ask for, both sides.</summary>
    public static IReadOnlyList<FrontierVariant> All { get; } = [.. Members()];

    public static TheoryData<string> Names { get; } = [.. All.Select(v => v.Name)];

    public static FrontierVariant Find(string name) => All.Single(v => v.Name == name);

    /// <summary>The model on random data: about <paramref name="rows"/> rows, in units of at most six periods where units matter.</summary>
    public FrontierLikelihood Model(RandomSource random, int rows = 90, int threads = 1)
    {
        UnitIndex? units = Specification.SharesInefficiency ? FrontierSamples.Units(Math.Max(1, rows / 4), 6, random) : null;
        Design design = FrontierSamples.Design(units?.UnitOfRow.Length ?? rows, units, Indices, random, MeanIntercept);
        return Specification.Build(design, threads);
    }

    private static IEnumerable<FrontierVariant> Members()
    {
        foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
        {
            foreach (ConjugateLaw law in ConjugateLaw.Members)
            {
                FrontierSamples.Indices all = law.HasMean ? FrontierSamples.Indices.All : FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV;
                foreach (FrontierSamples.Indices indices in new[] { FrontierSamples.Indices.None, all })
                {
                    foreach ((string model, TimeOrigin origin) in new[]

                        {
                            ("pooled", TimeOrigin.Panel), ("pitt-lee", TimeOrigin.Panel), ("bc92", TimeOrigin.Panel), ("bc92", TimeOrigin.Unit),
                            ("kumbhakar90", TimeOrigin.Panel), ("modified-kumbhakar90", TimeOrigin.Panel), ("modified-kumbhakar90", TimeOrigin.Unit),
                        })
                    {
                        string name = $"{model}{(origin == TimeOrigin.Unit ? " (unit's T)" : "")}, {law.Key}, {side}, {(indices == 0 ? "constant" : "indices")}";
                        yield return new FrontierVariant(
                            name, new FrontierSpecification { Model = model, Law = law, Side = side, TimeOrigin = origin }, indices);
                    }
                }
            }
            foreach (bool intercept in new[] { true, false })
            {
                yield return new FrontierVariant(
                    $"bc95, {side}, {(intercept ? "with" : "without")} z-intercept",
                    new FrontierSpecification { Model = "bc95", Law = new TruncatedNormal(), Side = side }, FrontierSamples.Indices.Mean, intercept);
            }
        }
    }
}

/// <summary>A random point of a frontier's parameter space and the typical variation of each coordinate there.</summary>
internal sealed record FrontierPoint(double[] Theta, double[] Scales)
{
    /// <summary>A point with given γ, κ = μ/σ_u and η at the indices' zero, slopes at random.</summary>
    public static FrontierPoint Draw(FrontierLikelihood model, RandomSource random, double gamma, double kappa, double eta)
    {
        double sigma = Math.Exp(0.5 * random.NextNormal());
        double sigmaU = sigma * Math.Sqrt(gamma), sigmaV = sigma * Math.Sqrt(1 - gamma);
        var theta = new double[model.Dimension];
        var scales = new double[theta.Length];
        double narrow = Math.Min(sigmaV, Math.Max(sigmaU, 0.1 * sigmaV));
        for (int j = 0; j < theta.Length; j++)
        {
            bool level = model.Parameters[j].Name == BlockNames.Intercept;
            (theta[j], scales[j]) = model.Parameters[j].Block switch
            {
                BlockNames.Frontier => (random.NextNormal(), narrow),
                // Far out on the left tail μ and σ_u² matter only through their ratio, and little changes over |μ|.
                BlockNames.InefficiencyMean => (level ? kappa * sigmaU : 0.3 * sigmaU * random.NextNormal(), sigmaU),
                BlockNames.InefficiencyVariance => (level ? 2 * Math.Log(sigmaU) : 0.3 * random.NextNormal(), 0.5 / (1 + 0.2 * Math.Abs(kappa))),
                BlockNames.NoiseVariance => (level ? 2 * Math.Log(sigmaV) : 0.3 * random.NextNormal(), 0.5),
                // The second parameter of a path multiplies the square of time: as large as the first, it would make h negative.
                BlockNames.Time when model.Parameters[j].Name is "c" or "e" => (0.1 * eta, 0.003),
                _ => (eta, 0.02),
            };
        }
        return new FrontierPoint(theta, scales);
    }

    /// <summary>A point well inside.</summary>
    public static FrontierPoint Inside(FrontierLikelihood model, RandomSource random) =>
        Draw(model, random, 0.2 + 0.6 * random.NextUniform(), -1 + 3 * random.NextUniform(), -0.1 + 0.2 * random.NextUniform());
}
