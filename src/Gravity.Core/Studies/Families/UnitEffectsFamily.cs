using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Panel frontiers from unit effects, without one likelihood: constant, quadratic in time, on one path, or followed by a transient part.</summary>
internal sealed class UnitEffectsFamily : ModelFamily
{
    private const string Paper = "Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374";

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("schmidt-sickles-fe", "panel frontier", Paper, []) { NeedsUnits = true, SharesInefficiency = true },
        new("schmidt-sickles-re", "panel frontier", Paper, []) { NeedsUnits = true, SharesInefficiency = true },
        new("css", "panel frontier", "Cornwell, Schmidt and Sickles (1990), Journal of Econometrics 46: 185–200", [])
        {
            NeedsUnits = true, NeedsPeriods = true,
        },
        new("lee-schmidt", "panel frontier", "Lee and Schmidt (1993), in Fried, Lovell and Schmidt, The Measurement of Productive Efficiency: 237–255", [])
        {
            NeedsUnits = true, NeedsPeriods = true,
        },
        new("kumbhakar-heshmati", "panel frontier", "Kumbhakar and Heshmati (1995), American Journal of Agricultural Economics 77: 660–674", [])
        {
            NeedsUnits = true,
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => key switch
    {
        "lee-schmidt" => ["side", "starts", "optimizer"],
        "kumbhakar-heshmati" => ["side", "method", "sigma-u", "sigma-v", "starts", "optimizer"],
        _ => ["side"],
    };

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        SideOf(request);
        UsesGls(request);
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options) =>
        SteppedFits.Fit(request, used, Estimator(request, design), options);

    /// <inheritdoc/>
    public override ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects)
    {
        (TradePanel used, Design design) = Bind(request, panel, new FitOptions());
        return SteppedFits.Draw(Estimator(request, design), used, (fewest, most) => Effects(request, used, design, effects, fewest, most));
    }

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result) =>
        SteppedFits.Restore(request, used, Estimator(request, design), result);

    private static SteppedFrontier Estimator(ModelRequest request, Design design) => request.Model switch
    {
        "css" => new CornwellSchmidtSickles(design, SideOf(request)),
        "lee-schmidt" => new LeeSchmidt(design, SideOf(request)),
        "kumbhakar-heshmati" => new KumbhakarHeshmati(design, SideOf(request), UsesGls(request)),
        string key => new SchmidtSickles(design, SideOf(request), key == "schmidt-sickles-fe"),
    };

    private static bool UsesGls(ModelRequest request) =>
        request.Method is not null && RequestWords.Choose(request.Method, "method", [("within", false), ("gls", true)]);
}
