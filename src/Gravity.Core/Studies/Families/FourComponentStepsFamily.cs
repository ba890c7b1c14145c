using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>The four-component frontier in three steps.</summary>
internal sealed class FourComponentStepsFamily : ModelFamily
{
    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("gtre", "panel frontier", "Kumbhakar, Lien and Hardaker (2014), Journal of Productivity Analysis 41: 321–337", []) { NeedsUnits = true },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) =>
        ["side", "method", "sigma-u", "sigma-v", "sigma-u0", "sigma-w", "starts", "optimizer"];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        SideOf(request);
        if (request.Method is not null)
            RequestWords.Choose(request.Method, "method", [("full", false), ("three-step", true)]);
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options) =>
        SteppedFits.Fit(request, used, new FourComponentSteps(design, SideOf(request), options.Threads), options);

    /// <inheritdoc/>
    public override ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects)
    {
        (TradePanel used, Design design) = Bind(request, panel, new FitOptions());
        return SteppedFits.Draw(new FourComponentSteps(design, SideOf(request), 1), used, (fewest, most) => Effects(request, used, design, effects, fewest, most));
    }

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result) =>
        SteppedFits.Restore(request, used, new FourComponentSteps(design, SideOf(request)), result);
}
