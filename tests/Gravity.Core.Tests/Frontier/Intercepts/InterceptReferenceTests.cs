using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;
using Gravity.Core.Tests.Validation;

namespace Gravity.Core.Tests.Frontier.Intercepts;

/// <summary>Frontiers with random intercepts on R sfa's data: never below the exact height of its simulated estimates.</summary>
public sealed class InterceptReferenceTests
{
    /// <summary>
    /// The exact log-likelihoods at sfa 1.1.0's own estimates are −68.0502 (true random effects; it reports −67.5914) and −65.5742 (four components; −65.8109), the
    /// latter by Simpson's rule over u_i0 with 4,000 intervals, in another language: σ_w = 1e-7 there.
    /// </summary>
    [Theory]
    [InlineData("tre", -68.0502)]
    [InlineData("gtre", -65.574157)]
    public void Rice_farms(string model, double atPeer)
    {
        string root = ReferenceFolder.RequireExternal();
        ValidationRecord record = PeerPointComparison.Of(ReferenceFolder.Find(model == "tre" ? "sfa_TRE_rice" : "sfa_GTRE_rice"));
        Assert.Contains(atPeer.ToString("F4", CultureInfo.InvariantCulture).Replace('-', '−'), record.Remark, StringComparison.Ordinal);
        TradePanel panel = CsvPanelReader.ReadFile(Path.Combine(root, "sfa", "data", "prepared", "rice.csv"));
        var request = new ModelRequest { Formula = "lprod ~ larea + llabor + lnpk", Model = model, Unit = ["id"], Time = "time" };
        FitResult fit = ModelRunner.Fit(request, panel, new FitOptions()).Result;
        Assert.True(fit.Converged, fit.Message);
        Assert.InRange(fit.LogLikelihood, atPeer - 1e-4, atPeer + 1.5);
        if (model == "gtre")
            Assert.Contains(fit.Warnings, w => w.Code == "boundary-sigma-w");
    }
}
