using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Frontier.Metafrontiers;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies.Families;

/// <summary>Frontiers of groups and the metafrontier over them.</summary>
internal sealed class MetafrontierFamily : ModelFamily
{
    private static readonly string[] Laws = [.. ConjugateLaw.Members.Select(l => l.Key)];

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("metafrontier", "frontier",
            "Battese, Rao and O'Donnell (2004), Journal of Productivity Analysis 21: 91–103; Huang, Huang and Liu (2014), Journal of Productivity Analysis 42: 241–254",
            Laws),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => ["law", "side", "sigma-u", "sigma-v", "mean-u", "group", "method", "optimizer", "starts"];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (request.Group is null)
            throw new UsageException("no-group", "metafrontier needs the column of groups, e.g. --group region");
        if (request.MeanU is not null && LawOf(request) is not TruncatedNormal)
            throw new UsageException("law-without-mean", $"the {LawOf(request).Key} law has no mean index: use --law truncated-normal, or --sigma-u");
        MethodOf(request);
    }

    /// <inheritdoc/>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        TradePanel used = Used(request, panel);
        PanelColumn column = used[request.Group!];
        used = used.Keep([.. Enumerable.Range(0, used.RowCount).Select(row => !column.IsMissing(row))], new Phrase("reason.missing", ("column", request.Group!)));
        return (used, DesignBuilder.Build(used, Formulas(request)).RequireUnweighted());
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        Metafrontier model = Model(request, used, design, options.Threads);
        return new ModelFit(request, used, design, MetafrontierEstimator.Fit(model, options), model.Conditional);
    }

    /// <inheritdoc/>
    public override ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects)
    {
        (TradePanel used, Design design) = Bind(request, panel, new FitOptions());
        Effects(request, used, design, effects);
        return new ModelDraw(new MetafrontierDraw(Model(request, used, design, 1)), used, design);
    }

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result)
    {
        Metafrontier model = Model(request, used, design, 0);
        RequireSameParameters(result, model.Parameters);
        return new ModelFit(request, used, design, result, model.Conditional);
    }

    private static Metafrontier Model(ModelRequest request, TradePanel used, Design design, int threads)
    {
        PanelColumn column = used[request.Group!];
        return new Metafrontier(design, [.. design.PanelRows.Select(row => column.TextAt(row)!)], LawOf(request), SideOf(request), MethodOf(request), threads);
    }

    private static ConjugateLaw LawOf(ModelRequest request) =>
        RequestWords.Choose(request.Law ?? Laws[0], "law", [.. ConjugateLaw.Members.Select(l => (l.Key, l))]);

    private static MetafrontierMethod MethodOf(ModelRequest request) => RequestWords.Choose(request.Method ?? "stochastic", "method",
    [
        ("stochastic", MetafrontierMethod.Stochastic), ("lp", MetafrontierMethod.LinearProgram), ("qp", MetafrontierMethod.QuadraticProgram),
    ]);
}
