using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>
/// J technologies: in class j y = x'βⱼ + v − s·u, u of the given law with ln σ_u² = z'γⱼ, v ~ N(0, σ_v²) with ln σ_v² = w'δⱼ; the class is not observed, P(class j) is a
/// multinomial logit against the last class. Either every row has its own class or all rows of a unit share one.
/// </summary>
/// <remarks>
/// Orea and Kumbhakar (2004), Empirical Economics 29: 169–183, eq. (3)–(5); Greene (2005), Journal of Econometrics 126: 269–303, section 5. u is independent
/// between rows in both forms; only the class is shared. Classes are numbered by their mean prior probability, largest first.
/// </remarks>
public sealed class LatentClassFrontier : FrontierLikelihood, ISimulates
{
    /// <summary>Classes that can be asked for.</summary>
    public const int FewestClasses = 2, MostClasses = 5;

    private readonly ConjugateLaw _law;
    private readonly MixtureSum _sum;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block and, optionally, blocks of the log variances and of class membership.</param>
    /// <param name="law">Half-normal or exponential.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="classes">J, 2 to 5.</param>
    /// <param name="byUnit">True when all rows of a unit share one class.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="UsageException">The law has a location or no closed form, J is out of range, or units are asked for and not there.</exception>
    /// <exception cref="DataUnfitException">A determinant of the class of units changes within a unit; too few rows for J classes.</exception>
    public LatentClassFrontier(Design design, InefficiencyLaw law, FrontierSide side, int classes, bool byUnit, int threads = 0)
        : this(design, law, side, classes, byUnit, threads, design.Response)
    {
    }

    private LatentClassFrontier(Design design, InefficiencyLaw law, FrontierSide side, int classes, bool byUnit, int threads, double[] response)
        : base(design, law, side, response, threads)
    {
        RequireCount(classes);
        if (byUnit && design.Units is null)
            throw new UsageException("no-units", "classes of units need units: name them with --unit, or use --method rows");
        _law = MixtureLaws.Require(law, "latent-class");
        ByUnit = byUnit;
        Layout = new ClassLayout(design, classes, byUnit);
        if (design.RowCount < Layout.Dimension + 1)
        {
            throw new DataUnfitException("too-few-rows", FormattableString.Invariant(
                $"{design.RowCount} rows cannot carry the {Layout.Dimension} parameters of {classes} classes: use fewer classes, fewer columns, or more data"));
        }
        _sum = new MixtureSum(Layout, law.ClosedForm(Noise, side)!, response, threads);
        Derived = ClassQuantities.Of(this);
    }

    /// <summary>Checks a number of classes.</summary>
    /// <exception cref="UsageException"><c>classes-count</c>.</exception>
    public static void RequireCount(int classes)
    {
        if (classes is < FewestClasses or > MostClasses)
            throw new UsageException("classes-count", FormattableString.Invariant($"--classes-count is {FewestClasses} to {MostClasses}, not {classes}"));
    }

    /// <summary>J.</summary>
    public int Classes => Layout.Classes;

    /// <summary>True when all rows of a unit share one class.</summary>
    public bool ByUnit { get; }

    internal ClassLayout Layout { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Layout.Parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int UnitCount => Layout.GroupCount;

    /// <inheritdoc/>
    /// <remarks>Everything but one β and one σ_v²: without inefficiency and without classes this is least squares.</remarks>
    public override int InefficiencyRestrictions => Dimension - Layout.Terms[0].Count - 1;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters =>
        [.. Enumerable.Range(0, Classes).SelectMany(j => Enumerable.Range(LogU(j), Layout.Terms[1].Count))];

    /// <inheritdoc/>
    public override int UnitOf(int row) => ByUnit ? Design.Units!.UnitOfRow[row] : row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <summary>The function that the M-step of EM raises: Σᵢⱼ rᵢⱼ(ln Pᵢⱼ + Σₜ ln fⱼ), with its derivatives.</summary>
    internal double EvaluateGiven(Matrix responsibilities, ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _sum.Evaluate(point, gradient, hessian, responsibilities);

    /// <summary>Posterior probabilities of the classes at θ, one row a group (row or unit), and the log-likelihood.</summary>
    internal double Posterior(ReadOnlySpan<double> point, Matrix posterior) => _sum.Posterior(point, posterior);

    /// <summary>Prior probabilities of the classes at θ, one row a group.</summary>
    internal Matrix Prior(ReadOnlySpan<double> point)
    {
        Matrix prior = new(Layout.GroupCount, Classes);
        _sum.Prior(point, prior);
        return prior;
    }

    /// <summary>Share of each class: the mean over rows of the prior probability.</summary>
    internal double[] Shares(ReadOnlySpan<double> point)
    {
        Matrix prior = Prior(point);
        var shares = new double[Classes];
        for (int j = 0; j < shares.Length; j++)
            for (int i = 0; i < prior.Rows; i++)
                shares[j] += prior[i, j] * (Layout.FirstRow(i + 1) - Layout.FirstRow(i)) / Design.RowCount;
        return shares;
    }

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        (double[] one, Matrix directionsOfOne) = FrontierCoordinates.Of(Layout.PerClass, Design.RowCount, Ols, ClassOffsets);
        var reference = new double[Dimension];
        Matrix directions = Matrix.Identity(Dimension);
        for (int j = 0; j < Classes; j++)
        {
            int offset = Layout.ClassOffset(j);
            one.CopyTo(reference, offset);
            for (int c = 0; c < Layout.PerClass; c++)
                for (int r = 0; r < Layout.PerClass; r++)
                    directions[offset + r, offset + c] = directionsOfOne[r, c];
        }
        for (int j = 0; j < Classes - 1; j++)
            FrontierCoordinates.SetBlock(directions, Layout.LogitOffset(j), Layout.Membership, 1);
        return (reference, directions);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => LatentClassStarts.Of(this, count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point)
    {
        double[] theta = point.ToArray();
        return Enumerable.Range(0, Classes).Max(j => Math.Exp(LogRatios(theta, j).Highest));
    }

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point)
    {
        double[] theta = point.ToArray();
        return Enumerable.Range(0, Classes).Max(j => Math.Exp(-LogRatios(theta, j).Lowest));
    }

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => double.NaN;

    /// <summary>Smallest and largest ln σ_u²/σ_v² of class <paramref name="j"/> over the rows; NaN coefficients count as σ_u = 0.</summary>
    internal (double Lowest, double Highest) LogRatios(double[] theta, int j)
    {
        double[] logU = Index(theta, j, 1), logV = Index(theta, j, 2);
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < logU.Length; i++)
        {
            double ratio = double.IsNaN(logU[i]) ? double.NegativeInfinity : logU[i] - logV[i];
            lowest = Math.Min(lowest, ratio);
            highest = Math.Max(highest, ratio);
        }
        return (lowest, highest);
    }

    /// <summary>Values of an index (0 x'β, 1 ln σ_u², 2 ln σ_v²) of class <paramref name="j"/>; one value where it is constant, except for x'β.</summary>
    internal double[] Index(double[] theta, int j, int k)
    {
        IndexTerm term = Layout.Terms[k];
        ReadOnlySpan<double> coefficients = theta.AsSpan(Layout.ClassOffset(j) + Layout.Offsets[k], term.Count);
        var values = new double[Design.RowCount];
        if (k == 1 && double.IsNegativeInfinity(coefficients[FrontierCoordinates.InterceptOf(term.Columns)]))
            Array.Fill(values, double.NegativeInfinity);
        else if (term.Columns is { } columns)
            GramKernels.LinearIndex(columns, coefficients, 0, values);
        else
            Array.Fill(values, coefficients[0]);
        return values;
    }

    /// <summary>θ with finite numbers: a class without inefficiency gets a σ_u² that is nothing beside its σ_v².</summary>
    internal double[] Finite(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        for (int j = 0; j < Classes; j++)
        {
            int first = LogU(j), intercept = first + FrontierCoordinates.InterceptOf(Layout.Terms[1].Columns);
            if (!double.IsNegativeInfinity(theta[intercept]))
                continue;
            theta.AsSpan(first, Layout.Terms[1].Count).Clear();
            theta[intercept] = theta[LogV(j) + FrontierCoordinates.InterceptOf(Layout.Terms[2].Columns)] + MixtureOutcome.BoundaryDepth;
        }
        return theta;
    }

    /// <inheritdoc/>
    internal override bool HasMixedChiSquareTest => false;

    /// <inheritdoc/>
    internal override bool SkewnessMatters => false;

    /// <inheritdoc/>
    /// <remarks>A class may find its inefficiency while the others move: each is judged when the climb is over.</remarks>
    internal override bool IsVanishing(double[] point) => false;

    /// <inheritdoc/>
    internal override double[]? Leap(double[] point) => null;

    /// <inheritdoc/>
    internal override FrontierOutcome FindOutcome(Func<FrontierOutcome> common, FitOptions options) => MixtureOutcome.Of(this, options);

    /// <summary>Posterior probabilities of every row.</summary>
    public IReadOnlyList<IReadOnlyList<double>> ClassProbabilities(IReadOnlyList<double> point)
    {
        Matrix posterior = new(Layout.GroupCount, Classes);
        Posterior(Finite(point), posterior);
        return [.. Enumerable.Range(0, Design.RowCount).Select(row => (IReadOnlyList<double>)[.. Enumerable.Range(0, Classes).Select(j => posterior[UnitOf(row), j])])];
    }

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point) => LatentClassInefficiency.Of(this, [.. point], _law);

    /// <inheritdoc/>
    /// <remarks>Group by group (row or unit) its class, then u and v of its rows.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] theta = Finite(point);
        Matrix prior = Prior(theta);
        double[] response = new double[Design.RowCount], inefficiency = new double[Design.RowCount];
        double[][][] index = [.. Enumerable.Range(0, Classes).Select(j => Enumerable.Range(0, ClassLayout.IndexCount).Select(k => Index([.. point], j, k)).ToArray())];
        for (int group = 0; group < Layout.GroupCount; group++)
        {
            double chance = random.NextUniform();
            int own = 0;
            while (own < Classes - 1 && (chance -= prior[group, own]) > 0)
                own++;
            for (int i = Layout.FirstRow(group); i < Layout.FirstRow(group + 1); i++)
            {
                double logU = index[own][1][i];
                inefficiency[i] = double.IsNegativeInfinity(logU) ? 0 : _law.Sample(0, Math.Exp(0.5 * logU), random);
                response[i] = index[own][0][i] + Math.Exp(0.5 * index[own][2][i]) * random.NextNormal() - Sign * inefficiency[i];
            }
        }
        return new ResponseDraw(response, inefficiency);
    }

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new LatentClassFrontier(Design, Law, Side, Classes, ByUnit, Threads, response);

    /// <summary>Where ln σ_u² and ln σ_v² of class <paramref name="j"/> begin.</summary>
    internal int LogU(int j) => Layout.ClassOffset(j) + Layout.Offsets[1];

    internal int LogV(int j) => Layout.ClassOffset(j) + Layout.Offsets[2];

    /// <inheritdoc/>
    /// <remarks>Of class 1.</remarks>
    internal override BlockOffsets Offsets => ClassOffsets with { Time = Dimension };

    private BlockOffsets ClassOffsets => new()
    {
        Mean = -1,
        MeanColumns = null,
        LogU = Layout.Offsets[1],
        LogUColumns = Layout.Terms[1].Columns,
        LogV = Layout.Offsets[2],
        LogVColumns = Layout.Terms[2].Columns,
        Time = Layout.PerClass,
    };
}
