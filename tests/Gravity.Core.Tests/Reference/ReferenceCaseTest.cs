namespace Gravity.Core.Tests.Reference;

public sealed class ReferenceCaseTest
{
    [Fact]
    public void The_committed_folder_holds_the_cases_that_came_with_it()
    {
        Assert.Equal(46, ReferenceFolder.Simulated.Count);
        Assert.Equal(
            [("frontier", 23), ("sfaR", 23)],
            ReferenceFolder.Simulated.CountBy(c => c.Package).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));
        Assert.Equal(46, ReferenceFolder.Simulated.Count(c => Classification.FirstStage(c) is not null));
        Assert.Equal(6, RegressionCase.Simulated().Count);
    }

    [Fact]
    public void The_external_folder_holds_the_cases_that_came_with_it()
    {
        string root = ReferenceFolder.RequireExternal();
        Assert.Equal(114, ReferenceFolder.External.Count);
        Assert.Equal(
            [("frontier", 23), ("npsf", 22), ("plm", 6), ("sfa", 18), ("sfaR", 45)],
            ReferenceFolder.External.CountBy(c => c.Package).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));
        Assert.Equal(89, ReferenceFolder.External.Count(c => Classification.FirstStage(c) is not null));
        Assert.Equal(26, RegressionCase.Read(Path.Combine(root, "gravity", "fixest.json")).Count);
    }

    public static TheoryData<string> Every() => ReferenceFolder.Ids(_ => true);

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_case_is_complete_or_says_that_the_peer_failed(string id)
    {
        ReferenceCase reference = ReferenceFolder.Find(id);
        if (reference.Standing == ReferenceStanding.None || reference.Dataset == "selection_sim")
            return;
        Assert.NotEmpty(reference.Params);
        Assert.All(reference.Params.Values, value => Assert.True(double.IsFinite(value)));
        Assert.All(reference.StandardErrors.Keys, name => Assert.Contains(name, reference.Params.Keys));
        Assert.NotNull(reference.DatasetPath);
        Assert.NotNull(reference.Columns);
        var data = ReferenceData.Read(reference.DatasetPath);
        ReferenceColumns columns = reference.Columns;
        string[] named = [columns.Y, .. columns.X, .. columns.Z, .. columns.InefficiencyVariance, .. columns.NoiseVariance, .. columns.InefficiencyMean];
        Assert.All(named, name => Assert.Contains(name, data.Names));
        if (reference.Observations is not { } n)
            return;
        Assert.Equal(n, data.Rows);
        if (reference.Package is "frontier" or "sfaR" or "npsf")
            Assert.All(reference.Efficiencies.Values, values => Assert.Equal(n, values.Count));
        if (reference.Polished is { Efficiencies: { } polished })
            Assert.Equal(n, polished.Count);
    }

    public static TheoryData<string> WithMaximum() => ReferenceFolder.Ids(c => c.Standing == ReferenceStanding.Verified);

    [Theory]
    [MemberData(nameof(WithMaximum))]
    public void A_verified_maximum_is_not_below_the_peers_point(string id)
    {
        ReferenceCase reference = ReferenceFolder.Find(id);
        Assert.NotNull(reference.LogLikelihood);
        Assert.InRange(reference.Polished!.LogLikelihood - reference.LogLikelihood.Value, -1e-8, 1e-3);
        Assert.InRange(reference.Polished.NewtonDecrement ?? double.NaN, 0, 1e-8);
        Assert.Equal(reference.Params.Keys, reference.Polished.Params.Keys);
    }

    [Fact]
    public void A_regression_case_carries_every_kind_of_error()
    {
        RegressionCase fit = RegressionCase.Simulated().Single(c => c.Id == "ppml_two");
        Assert.Equal(2622, fit.Observations);
        Assert.Equal("exporter^year + importer^year", fit.Absorbed);
        Assert.Equal(-0.906138744366402, fit.Coefficients["log(dist)"]);
        Assert.Equal(0.0694761395307788, fit.StandardErrors["cluster_pair"]["log(dist)"]);
        Assert.Equal(["iid", "HC1", "cluster_pair", "cluster_exporter_importer"], fit.StandardErrors.Keys);
    }

    [Fact]
    public void The_constants_of_the_first_FRONTIER_example_are_those_of_the_stored_case()
    {
        ReferenceFolder.RequireExternal();
        ReferenceCase stored = ReferenceFolder.Find(FrontierFortyOne.CaseId);
        ReferenceOptimum optimum = stored.Polished!;
        string[] frontier = ["(Intercept)", "lcapital", "llabour"];
        Assert.Equal(FrontierFortyOne.Firms, stored.Observations);
        Assert.Equal(FrontierFortyOne.Optimum.LogLikelihood, optimum.LogLikelihood);
        Assert.Equal(FrontierFortyOne.Optimum.Beta, frontier.Select(name => optimum.Params[name]));
        Assert.Equal(FrontierFortyOne.Optimum.BetaErrors, frontier.Select(name => optimum.StandardErrors[name]));
        Assert.Equal(FrontierFortyOne.Optimum.SigmaSquared, optimum.Params["sigmaSq"]);
        Assert.Equal(FrontierFortyOne.Optimum.SigmaSquaredError, optimum.StandardErrors["sigmaSq"]);
        Assert.Equal(FrontierFortyOne.Optimum.Gamma, optimum.Params["gamma"]);
        Assert.Equal(FrontierFortyOne.Optimum.GammaError, optimum.StandardErrors["gamma"]);
        Assert.Equal(FrontierFortyOne.Optimum.FirstEfficiency, optimum.Efficiencies![0]);
        Assert.Equal(FrontierFortyOne.Optimum.MeanEfficiency, optimum.Efficiencies.Average(), 1e-14);
        // R frontier and the program each stop a little before the optimum, within 1e-6 of one another.
        Assert.Equal(FrontierFortyOne.Printed.FirstEfficiency, stored.Efficiencies["te"][0], 1e-6);
        Assert.Equal(FrontierFortyOne.Printed.ThirteenthEfficiency, stored.Efficiencies["te"][12], 1e-6);
        Assert.Equal(FrontierFortyOne.Printed.LikelihoodRatio, stored.LikelihoodRatio!.Value, 1e-5);
        Assert.Equal(FrontierFortyOne.Printed.OlsLogLikelihood, stored.OlsLogLikelihood!.Value, 1e-5);
    }
}
