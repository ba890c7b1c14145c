using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Metafrontiers;

/// <summary>How the frontier over the groups' frontiers is found.</summary>
public enum MetafrontierMethod
{
    /// <summary>A frontier of the groups' frontier values with normal noise and half-normal gap (Huang, Huang and Liu 2014).</summary>
    Stochastic,

    /// <summary>The envelope with the smallest sum of gaps (Battese, Rao and O'Donnell 2004).</summary>
    LinearProgram,

    /// <summary>The envelope with the smallest sum of squared gaps (Battese, Rao and O'Donnell 2004).</summary>
    QuadraticProgram,
}

/// <summary>Frontiers of groups and the metafrontier over them: TE* = TE of the group × technology gap ratio.</summary>
/// <remarks>
/// θ = (β*, for the stochastic method ln σ_u² and ln σ_v² of the gap equation, then each group's own parameters). In an envelope β* is a function of the groups'
/// coefficients; <see cref="Conditional"/> computes it from them whatever θ says, so that gaps are never negative when the groups' parameters are drawn.
/// Derivation: docs/models/metafrontier.md.
/// </remarks>
public sealed class Metafrontier
{
    private readonly Envelope? _envelope;
    private readonly FrontierLikelihood _gapEquation;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">All rows.</param>
    /// <param name="groupOfRow">The group of each row.</param>
    /// <param name="law">Law of u within groups: half-normal, truncated normal or exponential.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="method">How the metafrontier is found.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <exception cref="DataUnfitException"><c>one-group</c>, <c>group-too-small</c>, <c>group-collinear</c>.</exception>
    public Metafrontier(
        Design design, IReadOnlyList<string> groupOfRow, ConjugateLaw law, FrontierSide side, MetafrontierMethod method, int threads = 0)
    {
        Design = design;
        Side = side;
        Method = method;
        Threads = threads;
        GroupSpecification = new FrontierSpecification { Model = "pooled", Law = law, Side = side };
        Groups = GroupFrontier.Of(design, groupOfRow, own => GroupSpecification.Build(own, threads));
        GapDesign = design.Without(BlockNames.InefficiencyMean).Without(BlockNames.InefficiencyVariance).Without(BlockNames.NoiseVariance);
        _gapEquation = GapSpecification.Build(GapDesign, threads);
        _envelope = method == MetafrontierMethod.Stochastic ? null
            : new Envelope(design.Frontier.Values, side, method == MetafrontierMethod.QuadraticProgram);
        Parameters =
        [
            .. _gapEquation.Parameters.Take(MetaDimension),
            .. Groups.SelectMany(g => g.Likelihood.Parameters.Select(p => new Parameter(BlockNames.OfGroup(p.Block, g.Name), p.Name))),
        ];
    }

    /// <summary>All rows.</summary>
    public Design Design { get; }

    /// <summary>Production or cost.</summary>
    public FrontierSide Side { get; }

    /// <summary>How the metafrontier is found.</summary>
    public MetafrontierMethod Method { get; }

    /// <summary>Names of the groups, ordinal order.</summary>
    public IReadOnlyList<string> GroupNames => [.. Groups.Select(g => g.Name)];

    /// <summary>The metafrontier's parameters, then each group's in blocks such as <c>frontier[EU]</c>.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    internal GroupFrontier[] Groups { get; }

    internal int Threads { get; }

    /// <summary>Parameters of the metafrontier itself.</summary>
    internal int MetaDimension => Method == MetafrontierMethod.Stochastic ? _gapEquation.Dimension : Design.Frontier.Columns;

    internal FrontierSpecification GroupSpecification { get; }

    /// <summary>The gap equation: group frontier values on x, half-normal gap, normal noise.</summary>
    internal FrontierSpecification GapSpecification => new() { Model = "pooled", Law = new HalfNormal(), Side = Side };

    /// <summary>The rows of the gap equation: the frontier's columns alone.</summary>
    internal Design GapDesign { get; }

    /// <summary>The gap equation for given frontier values.</summary>
    internal FrontierLikelihood GapEquation(double[] frontier) => _gapEquation.WithResponse(frontier);

    /// <summary>Where the parameters of a group begin.</summary>
    internal int Offset(int group) => MetaDimension + Groups.Take(group).Sum(g => g.Likelihood.Dimension);

    /// <summary>x'β of each row's own group at θ.</summary>
    internal double[] GroupFrontiers(IReadOnlyList<double> theta)
    {
        var values = new double[Design.RowCount];
        for (int k = 0; k < Groups.Length; k++)
        {
            double[] beta = [.. Enumerable.Range(Offset(k), Design.Frontier.Columns).Select(j => theta[j])];
            double[] own = Groups[k].Design.Frontier.Values.Times(beta);
            for (int i = 0; i < own.Length; i++)
                values[Groups[k].Rows[i]] = own[i];
        }
        return values;
    }

    /// <summary>β* of the envelope over given frontier values; null for the stochastic method.</summary>
    /// <exception cref="DataUnfitException"><c>no-envelope</c>: rounding left no solution.</exception>
    internal double[]? EnvelopeOver(double[] frontier) => _envelope is null ? null : _envelope.Solve(frontier)
        ?? throw new DataUnfitException("no-envelope", "the envelope of the group frontiers could not be computed: the columns differ too much in size or are nearly collinear");

    /// <summary>Inefficiency against the metafrontier of every row at θ, with its parts <c>group</c> and <c>gap</c>.</summary>
    public ConditionalInefficiency Conditional(IReadOnlyList<double> theta)
    {
        int rows = Design.RowCount;
        double[] frontiers = GroupFrontiers(theta);
        var group = new IConditionalLaw[rows];
        double[] noise = new double[rows];
        for (int k = 0; k < Groups.Length; k++)
        {
            GroupFrontier own = Groups[k];
            ConditionalInefficiency at = own.Likelihood.Conditional([.. theta.Skip(Offset(k)).Take(own.Likelihood.Dimension)]);
            for (int i = 0; i < own.Rows.Length; i++)
            {
                group[own.Rows[i]] = at.Laws[at.LawOfRow[i]];
                noise[own.Rows[i]] = at.NoiseVariance[i];
            }
        }
        (double[] meta, IConditionalLaw[] gap) = Gaps(theta, frontiers);
        int[] each = [.. Enumerable.Range(0, rows)];
        double[] one = new double[rows], residual = new double[rows];
        var overall = new IConditionalLaw[rows];
        for (int i = 0; i < rows; i++)
        {
            one[i] = 1;
            residual[i] = Design.Response[i] - meta[i];
            overall[i] = TruncatedNormalSum.Of(group[i], gap[i]);
        }
        return new ConditionalInefficiency(overall, each, one, meta, residual, noise)
        {
            Parts = [new InefficiencyPart("group", group, each), new InefficiencyPart("gap", gap, each)],
        };
    }

    /// <summary>The law of the gap of every row at θ, the response given nowhere in it.</summary>
    internal IReadOnlyList<IConditionalLaw> GapLaws(IReadOnlyList<double> theta) => Gaps(theta, GroupFrontiers(theta)).Gap;

    /// <summary>x'β* and the law of the gap of every row.</summary>
    private (double[] Frontier, IConditionalLaw[] Gap) Gaps(IReadOnlyList<double> theta, double[] frontiers)
    {
        int rows = frontiers.Length;
        if (EnvelopeOver(frontiers) is { } beta)
        {
            double sign = Side == FrontierSide.Production ? 1 : -1;
            double[] meta = Design.Frontier.Values.Times(beta);
            // Rounding leaves touching rows a few ulp on either side.
            return (meta, [.. Enumerable.Range(0, rows).Select(i => DegenerateLaw.At(Math.Max(0, sign * (meta[i] - frontiers[i]))))]);
        }
        ConditionalInefficiency at = GapEquation(frontiers).Conditional([.. theta.Take(MetaDimension)]);
        return (at.Frontier, [.. at.LawOfRow.Select(law => at.Laws[law])]);
    }
}
