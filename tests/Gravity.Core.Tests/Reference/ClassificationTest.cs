using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Reference;

/// <summary>
/// The mapping of parameters is right when our parametrisation gives the peer's own log-likelihood and efficiencies: each case of the first
/// stage is evaluated at the mapped parameters by closed forms that share no code with the project. Laws beside the classical three are held against the
/// stored numbers by <see cref="Validation.ReferenceAgreementTests"/>.
/// </summary>
public sealed class ClassificationTest
{
    public static TheoryData<string> FirstStage() =>
        ReferenceFolder.Ids(c => Classification.FirstStage(c) is { Law: "half-normal" or "truncated-normal" or "exponential" } && !Classification.IsScaling(c) && c.Standing != ReferenceStanding.None);

    [Theory]
    [MemberData(nameof(FirstStage))]
    public void Mapped_parameters_give_the_log_likelihood_and_the_efficiencies(string id)
    {
        ReferenceCase reference = ReferenceFolder.Find(id);
        // Where the peer's own point is wrong its printed likelihood may be too; the polished point stands for it.
        if (reference.Standing != ReferenceStanding.PolishedOnly || reference.Package == "frontier")
        {
            (double logLikelihood, double[] te) = Evaluate(reference, reference.Params);
            Assert.Equal(reference.LogLikelihood!.Value, logLikelihood, 1e-6);
            if (reference.Efficiencies.TryGetValue("te", out IReadOnlyList<double>? expected))
                Assert.All(expected.Zip(te), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
        if (reference.Polished is { } polished)
        {
            (double logLikelihood, double[] te) = Evaluate(reference, polished.Params);
            Assert.Equal(polished.LogLikelihood, logLikelihood, 1e-7);
            if (polished.Efficiencies is { } expected)
                Assert.All(expected.Zip(te), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        }
    }

    [Fact]
    public void Derived_quantities_are_consistent_with_the_log_variances()
    {
        ReferenceCase reference = ReferenceFolder.Find("frontier_bc92_sim_bc92");
        ReferenceModel model = Classification.FirstStage(reference)!;
        double Value(string block, string name) =>
            model.Targets.Single(t => t.Block == block && t.Name == name).Value(reference.Params);
        double varU = Math.Exp(Value(BlockNames.InefficiencyVariance, BlockNames.Intercept));
        double varV = Math.Exp(Value(BlockNames.NoiseVariance, BlockNames.Intercept));
        Assert.Equal(("bc92", "half-normal", false), (model.Model, model.Law, model.DecayFromUnitsLastPeriod));
        Assert.Equal(reference.Params["sigmaSq"], varU + varV, 1e-14);
        Assert.Equal(reference.Params["gamma"], varU / (varU + varV), 1e-14);
        Assert.Equal(reference.Params["time"], Value(BlockNames.Time, Classification.Eta));
        Assert.Equal("gamma", model.Targets.Single(t => t.Block == Classification.Derived && t.Name == "gamma").PeerName);
    }

    [Theory]
    [InlineData("frontier_bc95_sim_bc95", BlockNames.InefficiencyMean, "(Intercept) tariff rta openness")]
    [InlineData("frontier_bc95_noint_sim_bc95", BlockNames.InefficiencyMean, "tariff rta openness")]
    [InlineData("sfaR_hn_uhet_vhet_sim_bc95", BlockNames.InefficiencyVariance, "(Intercept) tariff rta")]
    [InlineData("sfaR_hn_uhet_vhet_sim_bc95", BlockNames.NoiseVariance, "(Intercept) ln_gdp")]
    [InlineData("sfaR_tn_muhet_uhet_sim_bc95", BlockNames.InefficiencyMean, "(Intercept) tariff rta")]
    public void Blocks_carry_the_peers_terms(string id, string block, string expected)
    {
        ReferenceModel model = Classification.FirstStage(ReferenceFolder.Find(id))!;
        Assert.Equal(expected, string.Join(' ', model.Targets.Where(t => t.Block == block).Select(t => t.Name)));
    }

    private static (double LogLikelihood, double[] Te) Evaluate(ReferenceCase reference, IReadOnlyDictionary<string, double> peer)
    {
        ReferenceModel model = Classification.FirstStage(reference)!;
        var data = ReferenceData.Read(reference.DatasetPath!);
        IReadOnlyList<(string Block, string Name, double Value)> parameters = model.Parameters(peer);
        double[] Index(string block)
        {
            double[] index = new double[data.Rows];
            foreach ((string _, string name, double value) in parameters.Where(p => p.Block == block))
            {
                double[]? column = name == BlockNames.Intercept ? null : data.Numbers(name);
                for (int i = 0; i < index.Length; i++)
                    index[i] += value * (column?[i] ?? 1);
            }
            return index;
        }
        double[] fitted = Index(BlockNames.Frontier), mu = Index(BlockNames.InefficiencyMean);
        double[] varU = [.. Index(BlockNames.InefficiencyVariance).Select(Math.Exp)];
        double[] varV = [.. Index(BlockNames.NoiseVariance).Select(Math.Exp)];
        double[] epsilon = [.. data.Numbers(reference.Columns!.Y).Zip(fitted, (y, f) => y - f)];
        if (model.Model is "pooled" or "bc95")
        {
            (double LogDensity, double Efficiency)[] rows = [.. epsilon.Select((e, i) => model.Law == "exponential"
                ? ClosedForms.Exponential(e, varU[i], varV[i])
                : ClosedForms.Truncated(e, mu[i], varU[i], varV[i]))];
            return (rows.Sum(r => r.LogDensity), [.. rows.Select(r => r.Efficiency)]);
        }
        double[] tau = [.. parameters.Where(p => p.Block == BlockNames.Time).Select(p => p.Value), 0, 0];
        double[] time = data.Numbers(reference.Columns.Time!), te = new double[data.Rows];
        double total = 0;
        foreach (IGrouping<string, int> unit in Enumerable.Range(0, data.Rows).GroupBy(i => data.Texts(reference.Columns.Id!)[i]))
        {
            int[] rows = [.. unit];
            double last = model.DecayFromUnitsLastPeriod ? rows.Max(i => time[i]) : time.Max();
            double[] h = [.. rows.Select(i => Path(model.Model, time[i] - time.Min() + 1, time[i] - last, tau))];
            (double density, double[] efficiencies) =
                ClosedForms.SharedTruncated([.. rows.Select(i => epsilon[i])], h, mu[rows[0]], varU[rows[0]], varV[rows[0]]);
            total += density;
            for (int t = 0; t < rows.Length; t++)
                te[rows[t]] = efficiencies[t];
        }
        return (total, te);
    }

    private static double Path(string model, double fromFirst, double toLast, double[] tau) => model switch
    {
        "kumbhakar90" => 1 / (1 + Math.Exp(tau[0] * fromFirst + tau[1] * fromFirst * fromFirst)),
        "modified-kumbhakar90" => 1 + tau[0] * toLast + tau[1] * toLast * toLast,
        _ => Math.Exp(-tau[0] * toLast),
    };
}
