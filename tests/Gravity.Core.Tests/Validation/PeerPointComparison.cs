using System.Globalization;
using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Random intercepts, within densities, steps, latent classes and selection: our likelihood at the package's own estimates, and our maximum beside it.</summary>
/// <remarks>No maximum of these models has been verified by a third program, and half of the packages simulate: what can be compared is one likelihood at one point.</remarks>
internal static class PeerPointComparison
{
    /// <summary>One stored fit in our words.</summary>
    /// <param name="Request">The model.</param>
    /// <param name="Theta">Our θ at the package's parameters, in its order; shorter than θ where only its first entries are comparable.</param>
    /// <param name="Remark">Why numbers differ; <c>{0}</c> is the exact log-likelihood at the package's estimates.</param>
    private sealed record Peer(ModelRequest Request, Func<double[], double[]> Theta, string Remark)
    {
        /// <summary>True where the package's estimates are a maximum of the same function, so that coefficients compare.</summary>
        public bool SameMaximum { get; init; }

        /// <summary>What the package's log-likelihood leaves out.</summary>
        public double LeftOut { get; init; }

        /// <summary>False where the package has no log-likelihood of the whole.</summary>
        public bool HasHeight { get; init; } = true;

        /// <summary>Our number of a parameter, where it is not the estimate of the same position.</summary>
        public Func<FitResult, double[]>? Ours { get; init; }
    }

    private const string Rice = "lprod ~ larea + llabor + lnpk", Dairy = "yit ~ x1 + x2 + x3 + x4", Simulates = "The package simulates its likelihood; the exact one at its own estimates is {0}.";

    private static readonly Dictionary<string, Peer> Peers = new(StringComparer.Ordinal)
    {
        ["sfa_TRE_rice"] = new(Panel(Rice, "tre"), p => [.. p[3..7], .. LogVariances(p[0], p[1]), 2 * Math.Log(p[2])], Simulates),
        ["sfa_GTRE_rice"] = new(
            Panel(Rice, "gtre"), p => [.. p[4..8], .. LogVariances(p[0], p[1]), 2 * Math.Log(p[3]), 2 * Math.Log(p[2])],
            Simulates + " (By Simpson's rule with 4,000 intervals, outside this project, −65.574157.)"),
        ["npsf_4comp_rice"] = new(
            Panel(Rice, "gtre"), p => [.. p[..4], .. LogVariances(Math.Exp(p[4]), Math.Exp(p[5])), 2 * p[7], 2 * p[6]],
            "The package simulates its likelihood; the exact one at its own estimates is {0}. Its `lnVARv0` and `lnVARu0` are logarithms of standard deviations."),
        ["sfa_TRE_Z_rice"] = new(
            Panel(Rice, "tre") with { SigmaU = "edyrs" }, p => [.. p[2..8], 2 * Math.Log(p[0]), 2 * Math.Log(p[1])], Simulates + " It stopped far below the maximum."),
        ["sfa_TFE_rice"] = new(
            Panel(Rice, "csw"), p => [.. p[2..5], .. LogVariances(p[0], p[1])],
            "What the package calls true fixed effects is the density of the within deviations (Chen, Schmidt and Wang 2014); its log-likelihood leaves out a factor 2^T a unit, put back here, "
            + "and has normal probabilities in T dimensions by approximation. The exact one at its estimates is {0}.")
        {
            SameMaximum = true,
            LeftOut = 43 * 8 * Math.Log(2),
        },
        ["sfa_FD_rice"] = new(
            Panel(Rice, "wang-ho") with { Law = "truncated-normal", Inefficiency = "edyrs", Method = "first-difference" }, p => [.. p[3..7], p[2], Math.Log(p[0]), Math.Log(p[1])],
            "The likelihoods agree; there is no finite maximum: it rises as μ/σ_u → +∞, and the package stops on the way."),
        ["sfa_NR_rice"] = new(
            new ModelRequest { Formula = Rice, Model = "rayleigh" }, p => [.. p[2..6], 2 * Math.Log(p[1]) - Math.Log(2), 2 * Math.Log(p[0])], "The package's σ_u is √2 times ours.")
        {
            SameMaximum = true,
        },
        ["sfa_GTRE_SEQ1_rice"] = ThreeSteps(Rice),
        ["sfa_GTRE_SEQ1_dairyspain"] = ThreeSteps(Dairy),
        ["sfaR_lcm2_rice"] = new(
            Classes(Rice), p => p,
            "The package's second class has no noise (σ_v² = e^−37), at a gradient of norm 2.8 that it calls convergence: a height that is no maximum, refused here (`class-collapsed`); with classes of units, "
            + "the default where units are named, the maximum is another."),
        ["sfaR_lcm2_dairyspain"] = new(Classes(Dairy), p => p, "The package stops with a large gradient below the maximum, which several of our starts find."),
        ["sfaR_selection_kronrod_sim"] = TwoSteps("Both by two steps; the log-likelihood is that of the selected rows at its estimates.") with { SameMaximum = true },
        ["sfaR_selection_ghermite_sim"] = TwoSteps("Gauss–Hermite with 100 nodes is 0.003 off at its own estimates."),
        ["sfaR_selection_msl_sim"] = TwoSteps("The package simulates its likelihood of the selected rows."),
    };

    /// <summary>Whether the case is one of these.</summary>
    public static bool Has(ReferenceCase reference) => Peers.ContainsKey(reference.Id);

    /// <summary>The record of one case.</summary>
    public static ValidationRecord Of(ReferenceCase reference)
    {
        Peer peer = Peers[reference.Id];
        ModelFit fit = ModelRunner.Fit(peer.Request, ReferenceFit.Panel(reference), new FitOptions { Threads = 1 });
        FitResult result = fit.Result;
        double[] theta = peer.Theta(Raw(reference));
        double? exact = peer.HasHeight ? Height(fit, theta) : null;
        double? reported = peer.HasHeight ? reference.LogLikelihood + peer.LeftOut : null;
        double[] ours = peer.Ours?.Invoke(result) ?? [.. result.Theta.Take(theta.Length)];
        bool comparable = peer.SameMaximum || !peer.HasHeight;
        bool selects = fit.Design.Selection is not null; // the package's height is that of the selected rows
        string law = result.Law is null ? result.Model : $"{result.Model}, {result.Law}";
        return new ValidationRecord
        {
            Id = reference.Id,
            Package = $"{reference.Package} {reference.Version.Split(' ')[0]}",
            PeerModel = reference.Model,
            Model = peer.Request.Method is { } method ? $"{law}, {method}" : law,
            Data = reference.Dataset,
            Committed = false,
            ComparedWith = comparable ? "package" : "given point",
            LogLikelihood = !peer.HasHeight || selects ? null
                : result.Termination == TerminationWords.Ridge ? Math.Round(result.LogLikelihood, 3) : Rounded(result.LogLikelihood),
            PeerLogLikelihood = reported is { } height ? Rounded(height) : null,
            Termination = result.Termination,
            LogLikelihoodDigits = peer.SameMaximum && !selects ? Digits.Of(exact!.Value, result.LogLikelihood, 1) : null,
            CoefficientDigits = comparable
                ? Digits.Worst(theta.Select((value, j) => Digits.Of(value, ours[j], peer.Ours is null ? result.Parameters[j].StandardError : 1e-3))) : null,
            GivenLogLikelihoodDigits = exact is { } at && reported is { } printed ? Digits.Of(printed, at, 1) : null,
            Status = comparable ? "agrees" : result.Termination == TerminationWords.Ridge ? "ridge" : !selects && result.LogLikelihood > exact + 1e-6 ? "ours is higher" : "evaluated",
            Remark = peer.Remark.Replace("{0}", exact?.ToString("F4", CultureInfo.InvariantCulture).Replace('-', '−'), StringComparison.Ordinal),
        };
    }

    private static double Height(ModelFit fit, double[] theta)
    {
        double value = fit.Likelihood!.Evaluate(theta, default, default);
        return fit.Design.Selection is null ? value : SelectedRows(fit, value, theta);
    }

    /// <summary>The joint log-likelihood less that of the rows that are not selected.</summary>
    private static double SelectedRows(ModelFit fit, double joint, double[] theta) => joint - fit.Design.Selection!.UnselectedRows.Sum(row =>
        NormalTail.LogCdf(-Enumerable.Range(0, 3).Sum(j => theta[6 + j] * fit.Design.Selection.All.Frontier.Values[row, j])));

    private static Peer TwoSteps(string remark) => new(
        new ModelRequest { Formula = "y ~ x1 + x2", Model = "selection", Selection = "d ~ z1 + z2", Method = "two-step" }, p => [.. p[..5], Math.Atanh(p[5]), .. p[6..]], remark);

    private static Peer ThreeSteps(string formula) => new(
        Panel(formula, "gtre") with { Method = "three-step" }, p => [p[2], p[3], .. p[4..]],
        "Slopes and the step of persistent inefficiency; in the transient step the package has quasi-demeaned residuals where Kumbhakar, Lien and Hardaker (2014) have residuals less the unit's effect.")
    {
        HasHeight = false,
        Ours = result =>
        {
            (double u0, double w) = (Square(result.DerivedValue("sigmaU0")), Square(result.DerivedValue("sigmaW")));
            return [u0 / (u0 + w), u0 + w, .. result.Theta.Skip(1)];
        },
    };

    private static ModelRequest Panel(string formula, string model) => new() { Formula = formula, Model = model, Unit = ["id"], Time = "time" };

    private static ModelRequest Classes(string formula) => new() { Formula = formula, Model = "latent-class", ClassesCount = 2 };

    /// <summary>ln σ_u² and ln σ_v² from λ = σ_u/σ_v and σ.</summary>
    private static double[] LogVariances(double lambda, double sigma)
    {
        double noise = 2 * Math.Log(sigma) - Math.Log(1 + lambda * lambda);
        return [noise + 2 * Math.Log(lambda), noise];
    }

    /// <summary>The parameters as stored, in the package's order, with those of its probit behind them.</summary>
    private static double[] Raw(ReferenceCase reference)
    {
        string path = Path.Combine(ReferenceFolder.ExternalPath!, "sfa", "results", reference.Id + ".json");
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(path));
        double[] parameters = [.. file.RootElement.GetProperty("param_values").EnumerateArray().Select(e => e.GetDouble())];
        return file.RootElement.TryGetProperty("probit", out JsonElement probit) && probit.ValueKind == JsonValueKind.Object
            ? [.. parameters, .. probit.EnumerateObject().Select(e => e.Value.GetDouble())] : parameters;
    }

    private static double Square(double value) => value * value;

    private static double Rounded(double value) => double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
